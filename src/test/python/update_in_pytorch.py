"""Times an update of the generator in PyTorch, in the paper's setting: what GeneratorBenchmark is compared with.

Batch 24, policy 11-256-256-3, tiles of 32, embeddings of 32, hidden layers of 512 and 512, Adam; every command of
the batch on its own, as a plain implementation computes it. Usage: python3 update_in_pytorch.py [threads]
"""

import statistics
import sys
import time

import torch

BATCH, TILE, EMBEDDING, HIDDEN = 24, 32, 32, 512
LAYERS = [(11, 256), (256, 256), (256, 3)]


def mlp(outputs):
    return torch.nn.Sequential(
        torch.nn.Linear(EMBEDDING + 1, HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Linear(HIDDEN, HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Linear(HIDDEN, outputs),
    )


class Layer(torch.nn.Module):
    """Emits one policy layer: weights tile by tile, biases averaged over the tiles that feed the same outputs."""

    def __init__(self, inputs, outputs, tile_inputs, tile_outputs):
        super().__init__()
        self.tiles_in, self.tiles_out = inputs // tile_inputs, outputs // tile_outputs
        self.tile_inputs, self.tile_outputs = tile_inputs, tile_outputs
        self.embeddings = torch.nn.Parameter(torch.randn(self.tiles_out * self.tiles_in, EMBEDDING))
        self.weights = mlp(tile_inputs * tile_outputs)
        self.biases = mlp(tile_outputs)

    def forward(self, commands):
        batch, tiles = len(commands), len(self.embeddings)
        z = self.embeddings.expand(batch, tiles, EMBEDDING)
        c = commands[:, None, None].expand(batch, tiles, 1)
        x = torch.cat([z, c], 2).reshape(batch * tiles, EMBEDDING + 1)
        shape = (batch, self.tiles_out, self.tiles_in, self.tile_outputs, self.tile_inputs)
        weights = self.weights(x).reshape(shape).permute(0, 1, 3, 2, 4).reshape(batch, -1)
        biases = self.biases(x).reshape(batch, self.tiles_out, self.tiles_in, self.tile_outputs)
        return torch.cat([weights, biases.mean(2).reshape(batch, -1)], 1)


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    torch.manual_seed(1)
    layers = torch.nn.ModuleList()
    for i, (inputs, outputs) in enumerate(LAYERS):
        last = i == len(LAYERS) - 1
        layers.append(Layer(inputs, outputs, inputs if i == 0 else TILE, outputs if last else TILE))
    adam = torch.optim.Adam(layers.parameters(), lr=2e-6)
    commands = torch.linspace(0, 1, BATCH)
    targets = torch.randn(BATCH, sum(i * o + o for i, o in LAYERS))
    times = []
    for _ in range(40):
        start = time.perf_counter()
        policies = torch.cat([layer(commands) for layer in layers], 1)
        loss = ((policies - targets) ** 2).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        times.append(time.perf_counter() - start)
    a, b = torch.randn(1536, 512), torch.randn(512, 512)
    products = []
    for _ in range(40):
        start = time.perf_counter()
        a @ b
        products.append(time.perf_counter() - start)
    rate = 2 * 1536 * 512 * 512 / min(products) / 1e9
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads: update {min(times) * 1e3:.1f} ms at best,"
          f" {statistics.median(times) * 1e3:.1f} ms median; SGEMM {rate:.0f} GFLOP/s")


if __name__ == "__main__":
    main()
