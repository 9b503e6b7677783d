"""How much of a file is read. Every limit is named in the sentence that refuses a file."""

MAX_FILE = 200 * 1024**2
MAX_ROWS = 20_000_000
MAX_COLUMNS = 1_000
MAX_CELLS = 100_000_000
MAX_LINE = 1024**2
MAX_HEADER = 100_000
MAX_NAME = 500
MAX_TABLE = 1_500_000_000  # bytes of a table in memory
MAX_FILES = 50

MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
MAX_MEMBERS = 1_000
MAX_SHEET_CELLS = 20_000_000

MAX_NUMBER = 1_000_000_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2100

# The child process that parses: address space, processor and wall-clock seconds, bytes per file.
MEMORY = 3 * 1024**3
CPU_SECONDS = 240
WALL_SECONDS = 300
MAX_OUTPUT = 2 * 1024**3
MAX_REPLY = 32 * 1024**2
