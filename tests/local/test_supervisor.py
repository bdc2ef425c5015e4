"""What supervisord reads is what the program was meant to be told."""

from __future__ import annotations

import configparser
import shlex
from typing import TYPE_CHECKING

import pytest
from supervisor.datatypes import dict_of_key_value_pairs

from zz.local.paths import Paths
from zz.local.program import Program
from zz.local.supervisor import configuration
from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path

ODD_VALUES = {
    "JSON": '{"keys":[{"kid":"a","alg":"Ed25519"}]}',
    "URI": "mongodb://user:p%40ss@127.0.0.1:27017/zz_intake?authSource=zz_intake&replicaSet=rs0",
    "ARGUMENTS": "-kernel inet_dist_use_interface {127,0,0,1}",
    "COMMAS": "a,b=c",
    "EMPTY": "",
}


def _section(folder: Path, program: Program) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"))
    parser.read_string(configuration(Paths(folder), [program]))
    return parser[f"program:{program.name}"]


@pytest.mark.parametrize("name", ODD_VALUES)
def test_an_environment_value_arrives_as_it_was(name: str, tmp_path: Path) -> None:
    section = _section(tmp_path, Program("odd", ("true",), {name: ODD_VALUES[name]}))
    assert dict_of_key_value_pairs(section["environment"] % {}) == {name: ODD_VALUES[name]}


def test_an_argument_with_spaces_and_percent_signs_arrives_as_it_was(tmp_path: Path) -> None:
    argv = ("/a folder/server", "--rate", "50%", "it's")
    assert tuple(shlex.split(_section(tmp_path, Program("odd", argv))["command"] % {})) == argv


@pytest.mark.parametrize("value", ["it's", "two\nlines", "a ;b", "a #b"])
def test_a_value_that_supervisord_cannot_read_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        configuration(Paths(tmp_path), [Program("odd", ("true",), {"NAME": value})])


def test_who_starts_later_is_stopped_earlier(tmp_path: Path) -> None:
    parser = configparser.RawConfigParser()
    parser.read_string(configuration(Paths(tmp_path), [Program("first", ("true",)), Program("second", ("true",))]))
    assert parser.getint("program:first", "priority") < parser.getint("program:second", "priority")
