import io
import json
import zipfile

from tests.localcloud.account import Account, unique

MEND = "lambda_layers"

SOURCE = """
import os, paint

def handler(event, context):
    return {"colour": paint.COLOUR, "place": os.path.realpath(paint.__file__)}
"""


def test_functions_find_a_layer_that_they_share_in_the_same_place(account: Account) -> None:
    layer = _layer(account, {"python/paint.py": "COLOUR = 'ochre'"})

    first, second = (_answer(account, layer) for _ in range(2))

    assert first == second
    assert first["colour"] == "ochre"


def test_another_version_of_a_layer_lies_elsewhere(mended: Account) -> None:
    layers = [_layer(mended, {"python/paint.py": f"COLOUR = {name!r}"}) for name in ("ash", "bone")]

    answers = [_answer(mended, layer) for layer in layers]

    assert [answer["colour"] for answer in answers] == ["ash", "bone"]


def _layer(account: Account, files: dict[str, str]) -> str:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    published = account.client("lambda").publish_layer_version(
        LayerName=unique("layer"), Content={"ZipFile": archive.getvalue()}
    )
    return str(published["LayerVersionArn"])


def _answer(account: Account, layer: str) -> dict[str, str]:
    functions, name = account.client("lambda"), account.function(SOURCE)
    functions.update_function_configuration(FunctionName=name, Layers=[layer])
    answer: dict[str, str] = json.load(functions.invoke(FunctionName=name)["Payload"])
    return answer
