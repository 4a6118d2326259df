"""Exports small dense networks from PyTorch to ONNX, for the tests of the importer.

Run with PyTorch 1.13.1 and onnx 1.12.0 (Debian 12: python3-torch, python3-onnx): python3 make_pytorch_models.py
"""

import torch
from torch import nn

torch.manual_seed(20240611)


def export(name, model, *shape, opset=13, train=False, dynamic=True, folding=True, functions=False):
    for module in model.modules():
        if isinstance(module, nn.BatchNorm1d):
            # As after training: statistics that are not 0 and 1.
            nn.init.normal_(module.running_mean)
            nn.init.uniform_(module.running_var, 0.5, 2.0)
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)
    model.train(train)
    axes = {"input": {0: "batch"}, "output": {0: "batch"}} if dynamic else None
    mode = torch.onnx.TrainingMode.PRESERVE if train else torch.onnx.TrainingMode.EVAL
    torch.onnx.export(model, torch.randn(1, *shape), name, opset_version=opset, input_names=["input"], output_names=["output"], dynamic_axes=axes,
                      training=mode, do_constant_folding=folding,
                      export_modules_as_functions=functions)


class Swish(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(x)


class Row(nn.Module):
    def forward(self, x):
        return x.reshape(x.shape[0], 1, -1)


class Block(nn.Module):
    def __init__(self, inputs, outputs, slope):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)
        self.activation = nn.LeakyReLU(slope)

    def forward(self, x):
        return self.activation(self.linear(x))


export("torch_mlp_flatten.onnx", nn.Sequential(nn.Flatten(), nn.Linear(36, 16), nn.ReLU(), nn.Linear(16, 4), nn.Softmax(dim=1)), 1, 6, 6)
export("torch_batchnorm.onnx", nn.Sequential(nn.Linear(8, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Dropout(0.25), nn.Linear(12, 3), nn.LogSoftmax(dim=-1)), 8)
export("torch_batchnorm_after.onnx", nn.Sequential(nn.BatchNorm1d(5), nn.Linear(5, 7), nn.Tanh(), nn.BatchNorm1d(7), nn.Linear(7, 2)), 5)
export("torch_gelu.onnx", nn.Sequential(nn.Linear(6, 9), nn.GELU(), nn.Linear(9, 5), nn.GELU(approximate="tanh"), nn.Linear(5, 1), nn.Sigmoid()), 6)
export("torch_silu_mish.onnx", nn.Sequential(nn.Linear(6, 9), nn.SiLU(), nn.Linear(9, 9), Swish(), nn.Linear(9, 5), nn.Mish(), nn.Linear(5, 2)), 6)
export("torch_hard.onnx", nn.Sequential(nn.Linear(6, 9), nn.Hardswish(), nn.Linear(9, 5), nn.Hardsigmoid(), nn.Linear(5, 2)), 6, opset=14)
export("torch_hard_opset9.onnx", nn.Sequential(nn.Linear(6, 9), nn.Hardswish(), nn.Linear(9, 5), nn.Hardsigmoid(), nn.Linear(5, 2)), 6, opset=9)
export("torch_slopes.onnx", nn.Sequential(nn.Linear(4, 6, bias=False), nn.LeakyReLU(0.2), nn.Linear(6, 6), nn.ELU(0.7), nn.Linear(6, 6), nn.SELU(), nn.Linear(6, 6), nn.PReLU(),
                                          nn.Linear(6, 6), nn.Softplus(), nn.Linear(6, 6), nn.CELU(), nn.Linear(6, 2)), 4)
export("torch_dropout_training.onnx", nn.Sequential(nn.Dropout(0.1), nn.Linear(6, 9), nn.ReLU(), nn.Dropout(0.5), nn.Linear(9, 2)), 6, train=True, opset=11)
export("torch_three_dimensions.onnx", nn.Sequential(Row(), nn.Linear(7, 4), nn.ReLU(), nn.Flatten(), nn.Linear(4, 2)), 7)
export("torch_opset9.onnx", nn.Sequential(nn.Flatten(), nn.Linear(12, 5), nn.Sigmoid(), nn.Linear(5, 3), nn.LogSoftmax(dim=1)), 3, 4, opset=9, folding=False)
export("torch_functions.onnx", nn.Sequential(Block(6, 8, 0.05), Block(8, 8, 0.3), nn.Linear(8, 2)), 6, opset=15, functions=True)
export("torch_fixed_batch.onnx", nn.Sequential(nn.Linear(7, 4), nn.ReLU(), nn.Linear(4, 2)), 7, dynamic=False)
