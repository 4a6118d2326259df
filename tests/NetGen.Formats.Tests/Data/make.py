"""Makes the files in this folder: networks of PyTorch, NumPy and (by the rules of Keras) RTNeural's JSON, each with samples and the outputs that PyTorch computes for them.

Python 3 with torch 1.13 and numpy; tests never run it. Weights are drawn from fixed seeds.
"""
import json
import os
import struct

import numpy as np
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}


def path(name):
    return os.path.join(HERE, name)


def save_safetensors(state, name):
    """Sorted by name, as the safetensors library has them."""
    header, data = {}, b""
    for key in sorted(state):
        tensor = state[key].contiguous()
        raw = tensor.view(torch.int16).numpy().tobytes() if tensor.dtype == torch.bfloat16 else tensor.numpy().tobytes()
        header[key] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path(name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def save_samples(net, inputs, name, count=6):
    """Samples and what PyTorch computes in double precision, for the tests."""
    net = net.double().eval()
    x = torch.randn(count, inputs, dtype=torch.float64).float()
    with torch.no_grad():
        y = net(x.double())
    with open(path(name), "w") as file:
        json.dump({"inputs": x.tolist(), "outputs": y.tolist()}, file, separators=(",", ":"))
        file.write("\n")


def train_norms(net, inputs):
    """Gives batch normalisation statistics that are not 0 and 1."""
    net.train()
    for _ in range(30):
        net(torch.randn(32, inputs) * 1.7 + 0.4)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    return net


def torch_files():
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(7, 16), nn.ReLU(), nn.Linear(16, 9, bias=False), nn.ReLU(), nn.Linear(9, 3), nn.Softmax(dim=-1))
    save_safetensors(net.state_dict(), "sequential.safetensors")
    save_samples(net, 7, "sequential.json")

    layers = []
    for i in range(6):  # 0, 2, ..., 10: by letters, 10 comes before 2
        layers += [nn.Linear(8 if i else 5, 8 if i < 5 else 2), nn.Tanh()]
    net = nn.Sequential(*layers[:-1])
    save_safetensors({f"module.net.layers.{key}": value for key, value in net.state_dict().items()}, "deep.safetensors")
    save_samples(net, 5, "deep.json")

    net = train_norms(nn.Sequential(nn.BatchNorm1d(6), nn.Linear(6, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Linear(12, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Linear(8, 4)), 6)
    save_safetensors(net.state_dict(), "batchnorm.safetensors")
    save_samples(net, 6, "batchnorm.json")

    class Named(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Linear(5, 11)
            self.bn = nn.BatchNorm1d(11)
            self.body = nn.Linear(11, 6)
            self.action = nn.Linear(6, 2)

        def forward(self, x):
            return self.action(torch.nn.functional.silu(self.body(torch.nn.functional.silu(self.bn(self.encoder(x))))))

    net = train_norms(Named(), 5)
    save_safetensors(net.state_dict(), "named.safetensors")
    save_samples(net, 5, "named.json")

    torch.manual_seed(2)
    for type, name in ((torch.float16, "half"), (torch.bfloat16, "bfloat"), (torch.float64, "double")):
        net = nn.Sequential(nn.Linear(4, 5), nn.Sigmoid(), nn.Linear(5, 1)).to(type)
        save_safetensors(net.state_dict(), f"{name}.safetensors")
        save_samples(net, 4, f"{name}.json")

    state = {"conv1.weight": torch.randn(4, 1, 3, 3), "conv1.bias": torch.randn(4), "fc.weight": torch.randn(2, 4), "norm.weight": torch.randn(4)}
    state.update({f"lstm.{key}": value for key, value in nn.LSTM(3, 2).state_dict().items()})
    save_safetensors(state, "others.safetensors")


def numpy_files():
    torch.manual_seed(3)
    net = nn.Sequential(nn.Linear(6, 10), nn.Tanh(), nn.Linear(10, 3))
    w1, b1, w2, b2 = (parameter.detach().numpy() for parameter in net.parameters())
    np.savez(path("keras_weights.npz"), w1.T, b1, w2.T, b2)  # T of a C array is a Fortran array
    np.savez_compressed(path("compressed.npz"), W1=w1, b1=b1, W2=w2, b2=b2)
    np.savez(path("torch_names.npz"), **{"fc1.weight": w1.astype(">f8"), "fc1.bias": b1.astype("<f8"), "fc2.weight": w2.astype(">f4"), "fc2.bias": b2})
    np.savez(path("sklearn.npz"), coefs_0=np.ascontiguousarray(w1.T), intercepts_0=b1, coefs_1=np.ascontiguousarray(w2.T), intercepts_1=b2)
    save_samples(net, 6, "numpy.json")
    with open(path("version2.npy"), "wb") as file:
        np.lib.format.write_array(file, np.arange(6, dtype="<f2").reshape(2, 3), version=(2, 0))
    with open(path("version3.npy"), "wb") as file:
        np.lib.format.write_array(file, np.asfortranarray(np.arange(24, dtype=">f4").reshape(2, 3, 4)), version=(3, 0))


def keras_files():
    torch.manual_seed(4)
    net = train_norms(nn.Sequential(nn.Linear(5, 8), nn.ELU(), nn.Linear(8, 6), nn.BatchNorm1d(6, eps=1e-3), nn.Tanh(), nn.Linear(6, 3), nn.Softmax(dim=-1)), 5)
    dense = lambda layer, activation: {"type": "dense", "activation": activation, "shape": [None, layer.out_features], "weights": [layer.weight.T.tolist(), layer.bias.tolist()]}
    norm = net[3]
    layers = [
        dense(net[0], "elu"),
        dense(net[2], ""),
        {"type": "batchnorm", "activation": "", "shape": [None, 6], "epsilon": 1e-3, "weights": [t.tolist() for t in (norm.weight, norm.bias, norm.running_mean, norm.running_var)]},
        {"type": "activation", "activation": "tanh", "shape": [None, 6], "weights": []},
        {**dense(net[5], "softmax"), "type": "time-distributed-dense"},
    ]
    with open(path("rtneural_dense.json"), "w") as file:
        json.dump({"in_shape": [None, 5], "layers": layers}, file, indent=1)
        file.write("\n")
    save_samples(net, 5, "rtneural_dense_samples.json")


torch_files()
numpy_files()
keras_files()
