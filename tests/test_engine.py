import pytest

from loyalty import engine


def test_a_connection_reads_its_folder_and_nothing_else(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    connection = engine.connect(tmp_path / "own")
    with pytest.raises(Exception, match="Permission Error"):
        connection.read_csv(str(tmp_path / "secret.csv"))
