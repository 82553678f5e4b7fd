"""The same step in PyTorch; run by the Python that has it: torch_step.py SIDE TIMES STEPS."""

import json
import statistics
import sys
import time
from typing import Any

import torch  # type: ignore[import-not-found]
from torch.nn import functional  # type: ignore[import-not-found]

BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
STYLE = {1, 3, 6, 9, 12}
CONTENT = 3


def layers() -> list[tuple[Any, Any, bool]]:
    made, incoming = [], 3
    for block, (channels, depth) in enumerate(BLOCKS):
        for number in range(depth):
            kernel = torch.randn(channels, incoming, 3, 3) * (2 / (9 * incoming)) ** 0.5
            made.append((kernel, torch.zeros(channels), block > 0 and number == 0))
            incoming = channels
    return made


def features(network: list[tuple[Any, Any, bool]], picture: Any) -> list[Any]:  # noqa: ANN401
    seen, signal = [], (picture.flip(1) + 1) * 127.5 - 115.0
    for number, (kernel, bias, pooled) in enumerate(network):
        if pooled:
            signal = functional.max_pool2d(signal, 2)
        signal = functional.relu(functional.conv2d(signal, kernel, bias, padding=1))
        if number in STYLE:
            seen.append(signal)
    return seen


def gram(signal: Any) -> Any:  # noqa: ANN401
    flat = signal.flatten(2)[0]
    return flat @ flat.T / flat.shape[1]


def main(side: int, times: int, steps: int) -> None:
    torch.manual_seed(0)
    network = layers()
    style, content = torch.rand(2, 1, 3, side, side) * 2 - 1
    with torch.no_grad():
        wanted = [gram(signal) for signal in features(network, style)]
        target = features(network, content)[1]
    picture = content.clone().requires_grad_()
    adam = torch.optim.Adam([picture], lr=0.02, betas=(0.9, 0.99))

    def step() -> None:
        adam.zero_grad()
        seen = features(network, picture)
        pairs = zip(seen, wanted, strict=True)
        loss = sum(functional.mse_loss(gram(one), two) / (two**2).mean() for one, two in pairs)
        loss = loss + functional.mse_loss(seen[1], target) / (target**2).mean()
        loss = loss + (picture[..., 1:, :] - picture[..., :-1, :]).abs().mean()
        loss = loss + (picture[..., 1:] - picture[..., :-1]).abs().mean()
        loss.backward()
        adam.step()
        with torch.no_grad():
            picture.clamp_(-1, 1)

    taken = []
    for _ in range(times + 1):
        started = time.perf_counter()
        for _ in range(steps):
            step()
        taken.append((time.perf_counter() - started) / steps)
    print(json.dumps({"seconds": statistics.median(taken[1:]), "version": torch.__version__}))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
