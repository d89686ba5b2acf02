"""Trains the notebook's model in PyTorch, for training.ts to compare with: python pytorch_step.py TEXT THREADS

Reads a number of iterations a line, makes them, and answers with a JSON array of what each took in milliseconds. While
it waits, it computes nothing.
"""
import json
import sys
import time
from pathlib import Path

import torch
from torch.nn import functional as F

BATCH, CONTEXT, LEARNING_RATE = 16, 64, 1e-3

sys.path.append(str(Path(__file__).parent.parent / "fixtures/pytorch"))
import reference  # noqa: E402

vars(reference).update(CONTEXT=CONTEXT, D_EMBED=128, HEADS=8, LAYERS=4, VOCABULARY=96)


def read_tokens(file):
    text = Path(file).read_text(encoding="utf-8")
    ids = {character: index for index, character in enumerate(sorted(set(text)))}
    return torch.tensor([ids[character] for character in text])


def draw_batch(tokens):
    starts = torch.randint(len(tokens) - CONTEXT, (BATCH,)).tolist()
    windows = torch.stack([tokens[start : start + CONTEXT + 1] for start in starts])
    return windows[:, :-1], windows[:, 1:]


def step(model, optimizer, tokens, targets):
    loss = F.cross_entropy(model(tokens).flatten(0, 1), targets.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def timed_step(model, optimizer, text):
    batch = draw_batch(text)
    begin = time.perf_counter()
    step(model, optimizer, *batch)
    return 1000 * (time.perf_counter() - begin)


def main(file, threads):
    torch.manual_seed(1)
    torch.set_num_threads(int(threads))
    text = read_tokens(file)
    model = reference.MyGPT()
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE)
    for line in sys.stdin:
        print(json.dumps([timed_step(model, optimizer, text) for _ in range(int(line))]), flush=True)


main(*sys.argv[1:])
