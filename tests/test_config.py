"""The site's settings: read, checked, and told with file and line what is wrong with them."""

import pytest

from refit.errors import AuthorError
from refit.paths import ROOT
from refit.site.config import Config, read_config


@pytest.fixture
def read(tmp_path):
    def of(text, site_url=None):
        (tmp_path / "site.toml").write_text(text, "utf-8")
        return read_config(tmp_path / "site.toml", site_url)

    return of


@pytest.fixture
def refusal(read, tmp_path):
    def of(*arguments):
        with pytest.raises(AuthorError) as caught:
            read(*arguments)
        return str(caught.value).removeprefix(f"{tmp_path}/")

    return of


def test_a_site_without_settings_is_one(tmp_path):
    assert read_config(tmp_path / "site.toml") == Config()
    assert Config().absolute("a") == Config().edit_link("a") == ""


def test_the_file_that_comes_with_refit_says_nothing_and_shows_every_key(read):
    text = (ROOT / "site.toml").read_text("utf-8")
    assert read_config(ROOT / "site.toml") == Config()
    shown = read(
        "".join(line.removeprefix("# ") for line in text.splitlines(True) if " = " in line)
    )
    assert shown.absolute("a") == "https://example.org/essays/a"
    assert shown.count == "/count"
    assert shown.edit_link("b") == "https://github.com/someone/refit/edit/main/b"


@pytest.mark.parametrize("address", ["https://example.org/a", "https://example.org/a/"])
def test_the_address_is_that_of_a_folder(read, address):
    config = read(f'site_url = "{address}"')
    assert (config.site_url, config.base) == ("https://example.org/a/", "/a/")


def test_the_command_line_goes_before_the_file(read):
    config = read('site_url = "https://a.org"', "http://localhost:8000")
    assert config.site_url == "http://localhost:8000/"
    assert read('site_url = "https://a.org"', "").site_url == ""


def test_another_host_of_sources_can_be_told(read):
    edit = "{repository}/-/edit/trunk/{path}"
    config = read(f'repository = "https://gitlab.com/a/b/"\nedit = "{edit}"')
    assert config.edit_link("c.md") == "https://gitlab.com/a/b/-/edit/trunk/c.md"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('\nsite_uri = "x"', "site.toml:2: unknown key 'site_uri'; the keys are title, summary,"),
        ("\n[refit]\nx = 1", "site.toml:2: unknown key 'refit'; "),
        ("title = 3", "site.toml:1: title is int, not text; write `title ="),
        ('title = ""', "site.toml:1: title is empty; "),
        ('\n\nsite_url = "example.org"', "site.toml:3: site_url is 'example.org', which is no add"),
        ('site_url = "https://a.org/?b"', "site.toml:1: site_url is"),
        ('repository = "git@github.com:a/b"', "site.toml:1: repository is"),
        ('count = "https://a.org/b"', "site.toml:1: count is 'https://a.org/b', which is no path"),
        (
            'count = "//a.org/b"',
            "site.toml:1: count is '//a.org/b', which is no path of the site's",
        ),
        ("count = '/\\a.org'", "site.toml:1: count is"),
        ('count = "/a?b=c"', "site.toml:1: count is '/a?b=c', which"),
        ('edit = "https://a.org"', "site.toml:1: edit does not say where the {path} goes; "),
        ('title = "a"\ntitle = "b"', "site.toml:2: Cannot overwrite a value; "),
        ('title = "a', "site.toml:1: "),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(refusal, text, words):
    assert refusal(text).startswith(words)


def test_what_the_command_line_says_is_checked_too(refusal):
    assert refusal("", "example.org").startswith("'example.org' is no address of a site; write --")
