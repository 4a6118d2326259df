"""Trains a classifier of handwritten digits in PyTorch, on 600 of the 1,797 images of samples/Digits, and exports it as ONNX.

    python3 train.py ../../Digits/Data/digits.csv.gz digits.onnx
"""

import gzip
import sys

import numpy
import torch
from torch import nn

rows = numpy.loadtxt(gzip.open(sys.argv[1], "rt"), delimiter=",", dtype=numpy.float32)
images, labels = torch.tensor(rows[:, :64]).reshape(-1, 1, 8, 8) / 16, torch.tensor(rows[:, 64]).long()

# Every third image; those after them, which the network has never seen, are for the program that goes on from here.
images, labels = images[::3], labels[::3]

torch.manual_seed(1)
model = nn.Sequential(
    nn.Flatten(),
    nn.Linear(64, 48),
    nn.BatchNorm1d(48),
    nn.ReLU(),
    nn.Dropout(0.2),
    nn.Linear(48, 24),
    nn.ReLU(),
    nn.Linear(24, 10),
    nn.LogSoftmax(dim=1),
)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(40):
    for batch in torch.randperm(len(labels)).split(32):
        optimizer.zero_grad()
        loss = nn.functional.nll_loss(model(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()

model.eval()
print(f"loss {loss.item():.4f}, accuracy {(model(images).argmax(1) == labels).float().mean().item():.4f} on {len(labels)} images")
torch.onnx.export(
    model,
    images[:1],
    sys.argv[2],
    input_names=["image"],
    output_names=["log_probabilities"],
    dynamic_axes={"image": {0: "batch"}, "log_probabilities": {0: "batch"}},
    opset_version=16,
)
