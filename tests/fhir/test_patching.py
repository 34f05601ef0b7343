"""JSON Patch and JSON Merge Patch: the examples of RFC 6902 and RFC 7396 (appendix A each); digits stay."""

import copy
from typing import Any

import pytest

from tongmai.base.outcome import Refused
from tongmai.fhir import lossless
from tongmai.fhir.patching import Merge, patched

GOOD: list[tuple[Any, list[Any], Any]] = [
    ({"foo": "bar"}, [{"op": "add", "path": "/baz", "value": "qux"}], {"baz": "qux", "foo": "bar"}),  # A.1
    ({"foo": ["bar", "baz"]}, [{"op": "add", "path": "/foo/1", "value": "qux"}], {"foo": ["bar", "qux", "baz"]}),  # A.2
    ({"baz": "qux", "foo": "bar"}, [{"op": "remove", "path": "/baz"}], {"foo": "bar"}),  # A.3
    ({"foo": ["bar", "qux", "baz"]}, [{"op": "remove", "path": "/foo/1"}], {"foo": ["bar", "baz"]}),  # A.4
    ({"baz": "qux"}, [{"op": "replace", "path": "/baz", "value": "boo"}], {"baz": "boo"}),  # A.5
    ({"foo": {"a": 1, "b": 2}, "qux": {"c": 3}}, [{"op": "move", "from": "/foo/b", "path": "/qux/d"}],
     {"foo": {"a": 1}, "qux": {"c": 3, "d": 2}}),  # A.6
    ({"foo": ["all", "grass", "cows", "eat"]}, [{"op": "move", "from": "/foo/1", "path": "/foo/3"}],
     {"foo": ["all", "cows", "eat", "grass"]}),  # A.7
    ({"baz": "qux", "foo": ["a", 2, "c"]},
     [{"op": "test", "path": "/baz", "value": "qux"}, {"op": "test", "path": "/foo/1", "value": 2}],
     {"baz": "qux", "foo": ["a", 2, "c"]}),  # A.8
    ({"foo": "bar"}, [{"op": "add", "path": "/child", "value": {"grandchild": {}}}],
     {"foo": "bar", "child": {"grandchild": {}}}),  # A.10
    ({"foo": "bar"}, [{"op": "add", "path": "/baz", "value": "qux", "xyz": 123}], {"foo": "bar", "baz": "qux"}),  # A.11
    ({"/": 9, "~1": 10}, [{"op": "test", "path": "/~01", "value": 10}], {"/": 9, "~1": 10}),  # A.14
    ({"foo": ["bar"]}, [{"op": "add", "path": "/foo/-", "value": ["abc", "def"]}],
     {"foo": ["bar", ["abc", "def"]]}),  # A.16
    ({"a": {"b": 1}}, [{"op": "copy", "from": "/a", "path": "/c"}, {"op": "add", "path": "/c/b", "value": 2}],
     {"a": {"b": 1}, "c": {"b": 2}}),
    ({"a": 1}, [{"op": "replace", "path": "", "value": {"b": 2}}], {"b": 2}),
    ({"a": 1}, [{"op": "move", "from": "/a", "path": "/a"}], {"a": 1}),
]  # fmt: skip
MERGED: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]
BAD: list[tuple[Any, Any, str]] = [
    ({"baz": "qux"}, [{"op": "test", "path": "/baz", "value": "bar"}], "conflict"),  # A.9
    ({"foo": "bar"}, [{"op": "add", "path": "/baz/bat", "value": "qux"}], "conflict"),  # A.12
    ({"/": 9, "~1": 10}, [{"op": "test", "path": "/~01", "value": "10"}], "conflict"),  # A.15
    ({"a": True}, [{"op": "test", "path": "/a", "value": 1}], "conflict"),
    ({"a": [1]}, [{"op": "add", "path": "/a/2", "value": 1}], "conflict"),
    ({"a": [1]}, [{"op": "remove", "path": "/a/-"}], "conflict"),
    ({"a": [1]}, [{"op": "remove", "path": "/a/00"}], "conflict"),
    ({"a": {"b": 1}}, [{"op": "move", "from": "/a", "path": "/a/b"}], "conflict"),
    ({"a": 1}, [{"op": "remove", "path": ""}], "conflict"),
    ({"a": 1}, [{"op": "add", "path": "/b"}], "structure"),
    ({"a": 1}, [{"op": "move", "path": "/b"}], "structure"),
    ({"a": 1}, [{"op": "add", "path": "b", "value": 1}], "structure"),
    ({"a": 1}, [{"op": "add", "path": "/~2", "value": 1}], "structure"),
    ({"a": 1}, [{"op": "nothing", "path": "/a"}], "structure"),
    ({"a": 1}, [5], "structure"),
    ({"a": 1}, {"op": "remove", "path": "/a"}, "structure"),
    ({"a": 1}, Merge([{"op": "remove", "path": "/a"}]), "structure"),
]


@pytest.mark.parametrize(("tree", "patch", "wanted"), GOOD + [(tree, Merge(it), made) for tree, it, made in MERGED])
def test_what_a_patch_makes(tree: Any, patch: Any, wanted: Any) -> None:
    before = copy.deepcopy(tree)
    assert patched(tree, patch) == wanted
    assert tree == before


@pytest.mark.parametrize(("tree", "patch", "kind"), BAD)
def test_what_cannot_be_patched(tree: Any, patch: Any, kind: str) -> None:
    before = copy.deepcopy(tree)
    with pytest.raises(Refused) as caught:
        patched(tree, patch)
    assert caught.value.kind == kind
    assert tree == before


def test_digits_stay() -> None:
    tree = lossless.read(b'{"a":1.50,"b":[0.10,-0.0,12345678901234567890,1e3]}')
    test = [{"op": "test", "path": "/a", "value": 1.5}, {"op": "move", "from": "/b", "path": "/c"}]
    assert lossless.write(patched(tree, test)) == b'{"a":1.50,"c":[0.10,-0.0,12345678901234567890,1E+3]}'
