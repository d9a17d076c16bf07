"""Settings that are wrong are named, with where they were set; nothing starts on them."""

import pytest

from nautilus.kernel.config import HIGHEST_OFFSET, load_config
from nautilus.kernel.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "NAUTILUS_PORT_OFFSET: Expected `int`, got `str`; `nautilus config --help`"),
        ("-1", "NAUTILUS_PORT_OFFSET: Expected `int` >= 0; "),
        (str(HIGHEST_OFFSET + 1), f"NAUTILUS_PORT_OFFSET: Expected `int` <= {HIGHEST_OFFSET}; "),
        ("5000", "port_offset 5000 is a multiple of 1,000, .*; take another, for example 5037"),
    ],
)
def test_an_offset_that_is_wrong_is_named(tmp_path, text, said):
    with pytest.raises(ConfigurationError, match=f"^{said}"):
        load_config({"NAUTILUS_HOME": str(tmp_path), "NAUTILUS_PORT_OFFSET": text})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"port_offset = [", r"nautilus\.toml is not valid TOML: .*\. Mend the line or remove the file\."),
        (b"\xff\xfe\x00", r"nautilus\.toml is not valid TOML: "),
        (
            b"port_offset = 99999",
            r"^port_offset: Expected `int` <= 22000, in .*/nautilus\.toml or a NAUTILUS_\* variable",
        ),
        (b"colour = 1", r"^Object contains unknown field `colour`, in .*/nautilus\.toml or a NAUTILUS_\* variable; "),
        (b"[engines.colour]\nurl = ''", "engines.colour: no such engine; there are analytics, "),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path, content, said):
    (tmp_path / "nautilus.toml").write_bytes(content)
    with pytest.raises(ConfigurationError, match=said):
        load_config({"NAUTILUS_HOME": str(tmp_path)})


def test_a_variable_goes_before_the_file(tmp_path):
    (tmp_path / "nautilus.toml").write_text("port_offset = 137\nlog_level = 'DEBUG'\n")
    config = load_config({"NAUTILUS_HOME": str(tmp_path), "NAUTILUS_PORT_OFFSET": "348"})
    assert (config.port_offset, config.log_level, config.home) == (348, "DEBUG", str(tmp_path))
