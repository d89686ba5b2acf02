"""Trains a model in PyTorch, for the benchmarks to compare with: python steps.py SETTINGS (JSON, see pytorch.ts)

Reads a number of iterations a line, makes them, and answers with a JSON array of what each took in milliseconds. While
it waits, it computes nothing.
"""
import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import torch
from torch.nn import functional as F

from gpt import Gpt

LEARNING_RATE = 1e-3


def notebook_model(size):
    """The MyGPT notebook's own modules."""
    sys.path.append(str(Path(__file__).parents[2] / "fixtures/pytorch"))
    import reference

    vars(reference).update(CONTEXT=size.context, D_EMBED=size.width, HEADS=size.heads, LAYERS=size.layers, VOCABULARY=size.vocabulary)
    return reference.MyGPT()


def nanogpt_model(size):
    return Gpt(size.vocabulary, size.context, size.width, size.heads, size.layers)


def adamw(model):
    """As the notebook calls it."""
    return [torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE)]


def fused_adamw(model):
    """All parameters in one kernel, where this PyTorch has one for the processor."""
    return [fused(model.parameters())]


def muon(model):
    """Muon for the matrices inside the blocks, AdamW for the rest."""
    matrices = [parameter for parameter in model.blocks.parameters() if parameter.ndim == 2]
    ids = set(map(id, matrices))
    rest = [parameter for parameter in model.parameters() if id(parameter) not in ids]
    return [torch.optim.Muon(matrices, lr=0.02), fused(rest)]


def fused(parameters):
    parameters = list(parameters)
    try:
        return torch.optim.AdamW(parameters, lr=LEARNING_RATE, fused=True)
    except RuntimeError:
        return torch.optim.AdamW(parameters, lr=LEARNING_RATE)


MODELS = {"notebook": notebook_model, "nanogpt": nanogpt_model}
OPTIMIZERS = {"adamw": adamw, "fused_adamw": fused_adamw, "muon": muon}


def read_tokens(file):
    text = Path(file).read_text(encoding="utf-8")
    ids = {character: index for index, character in enumerate(sorted(set(text)))}
    return torch.tensor([ids[character] for character in text])


def draw_batch(text, size):
    starts = torch.randint(len(text) - size.context, (size.batch,)).tolist()
    windows = torch.stack([text[start : start + size.context + 1] for start in starts])
    return windows[:, :-1], windows[:, 1:]


def step(model, optimizers, tokens, targets):
    loss = F.cross_entropy(model(tokens).flatten(0, 1), targets.flatten())
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()
    return loss.item()


def timed_step(model, optimizers, batch):
    begin = time.perf_counter()
    step(model, optimizers, *batch)
    return 1000 * (time.perf_counter() - begin)


def main(settings):
    size = SimpleNamespace(**settings["size"])
    torch.manual_seed(1)
    torch.set_num_threads(settings["threads"])
    text = read_tokens(settings["text"])
    model = MODELS[settings["model"]](size)
    optimizers = OPTIMIZERS[settings["optimizer"]](model)
    for line in sys.stdin:
        times = [timed_step(model, optimizers, draw_batch(text, size)) for _ in range(int(line))]
        print(json.dumps(times), flush=True)


main(json.loads(sys.argv[1]))
