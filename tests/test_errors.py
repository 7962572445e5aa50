from pathlib import Path

import pytest

from refit.errors import AuthorError


@pytest.mark.parametrize(
    ("file", "line", "remedy", "expected"),
    [
        (Path("essays/a/essay.md"), 7, "write x", "essays/a/essay.md:7: wrong; write x"),
        (Path("essays/a/essay.md"), None, "write x", "essays/a/essay.md: wrong; write x"),
        (Path("essays/a/essay.md"), 7, "", "essays/a/essay.md:7: wrong"),
        (None, None, "write x", "wrong; write x"),
        (None, None, "", "wrong"),
    ],
)
def test_an_authors_error_leaves_out_the_parts_it_does_not_know(file, line, remedy, expected):
    assert str(AuthorError("wrong", remedy, file=file, line=line)) == expected
