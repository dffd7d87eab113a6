"""Trains a network with a convolution on 64 images, multiplies, solves and sorts, on the CPU."""

import torch

TOLERANCE = 1e-4


def work():
    torch.manual_seed(0)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(8 * 14 * 14, 10)
    )
    optimizer = torch.optim.SGD(net.parameters(), 0.01)
    x, y = torch.randn(64, 3, 16, 16), torch.randint(0, 10, (64,))
    for _ in range(5):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
    a, many = torch.randn(400, 400), torch.randn(1_000_000)
    solved = torch.linalg.solve(a + 400 * torch.eye(400), a)
    return [loss.detach(), (a @ a)[0], solved[0] * 400, many.sum() / 1000, torch.sort(many)[0][:100]]
