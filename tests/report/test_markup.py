from loyalty.report.markup import Markup, bullets, element, html, table, visible


def test_texts_are_escaped_and_markup_is_not():
    assert html("<b>", Markup("<i>x</i>"), None, 3) == "&lt;b&gt;<i>x</i>3"
    assert element("p", 'a "b"', class_='x"y') == '<p class="x&quot;y">a &quot;b&quot;</p>'


def test_characters_that_cannot_be_seen_are_marked():
    assert visible("a\x00b\u202ec\ufefféé客户\n") == "a\ufffdb\ufffdc\ufffdéé客户\n"


def test_a_table_sets_numbers_flush_right():
    assert table(["Name", "Number"], [["<a>", "1"]], numbers=(1,)) == (
        '<div class="scroll"><table><thead><tr><th class="text">Name</th>'
        '<th class="number">Number</th></tr></thead><tbody><tr><td class="text">&lt;a&gt;</td>'
        '<td class="number">1</td></tr></tbody></table></div>'
    )


def test_bullets():
    assert bullets(["a", Markup("<b>b</b>")]) == "<ul><li>a</li><li><b>b</b></li></ul>"
