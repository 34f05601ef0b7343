"""The definitions as a JSON Schema: another way to say the same rules, for another engine to judge by.

JSON Schema cannot say cheaply that only one of fifty `value[x]` may be given; that rule is left out here.
"""

NUMBERS = {
    "integer": (-(2**31), 2**31 - 1),
    "positiveInt": (1, 2**31 - 1),
    "unsignedInt": (0, 2**31 - 1),
}


def schema(type, definitions):
    """The schema of a resource type with everything it needs in `$defs`."""
    defs, wanted = {}, [type, "Element"]
    while wanted:
        name = wanted.pop()
        if name not in defs and name in definitions.shapes and definitions.shapes[name].kind != "primitive-type":
            defs[name] = shape_schema(definitions.shapes[name], definitions)
            wanted += [kind for element in definitions.shapes[name].elements.values() for kind in element.types]
    resources = [name for name in sorted(defs) if name in definitions.types]
    defs["Resource"] = {"type": "object", "anyOf": [{"$ref": f"#/$defs/{name}"} for name in resources]}
    defs["AnyResource"] = {"type": "object", "properties": {"resourceType": {"enum": sorted(definitions.types)}}}
    return {"$ref": f"#/$defs/{type}", "$defs": defs}


def shape_schema(shape, definitions):
    properties, needs = {}, []
    if shape.kind == "resource":
        properties["resourceType"] = {"const": shape.name}
        needs.append({"required": ["resourceType"]})
    for element in shape.elements.values():
        keys = []
        for key, kind in element.json_keys():
            primitive = definitions.shapes[kind].kind == "primitive-type" if kind in definitions.shapes else False
            properties[key] = listed(value_schema(element, kind, definitions), element, primitive)
            keys.append(key)
            if primitive:
                properties["_" + key] = listed({"$ref": "#/$defs/Element"}, element, True)
                keys.append("_" + key)
        if element.minimum:
            needs.append({"anyOf": [{"required": [key]} for key in keys]})
    result = {"type": "object", "minProperties": 1, "properties": properties, "additionalProperties": False}
    return {**result, "allOf": needs} if needs else result


def listed(one, element, primitive):
    if not element.many:
        return one
    items = {"anyOf": [one, {"type": "null"}]} if primitive else one
    return {"type": "array", "items": items, "minItems": 1}


def value_schema(element, kind, definitions):
    if kind == "boolean":
        return {"type": "boolean"}
    if kind == "decimal":
        return {"type": "number"}
    if kind in NUMBERS:
        low, high = NUMBERS[kind]
        return {"type": "integer", "minimum": low, "maximum": high}
    if kind in definitions.primitives:
        found = {"type": "string", "minLength": 1}
        codes = definitions.codes.get(element.value_set)
        if kind == "code" and codes:
            found["enum"] = sorted({code for members in codes.values() for code in members})
        elif definitions.primitives[kind] and kind not in ("base64Binary", "xhtml", "string", "markdown"):
            found["pattern"] = "^(?:" + definitions.primitives[kind].replace("\\-", "-") + ")$"
        return found
    return {"$ref": "#/$defs/AnyResource" if kind == "Resource" else f"#/$defs/{kind}"}
