#!/usr/bin/env python3
"""The network of Hy-VLA written down plainly in torch, as the yardstick for `mjtwin bench policy`.

Random weights, nothing left out, nothing merged: all frames go through all vision blocks, padding tokens and the
last language layer through everything, and each Euler step runs the state token again.
Usage: plain_policy.py [--shape mini|full] [--layers N] [--vision-layers N] [--dtype fp32|bf16] [--device NAME]
                       [--repeats N] [--json]
With --against MJTWIN each pass is followed by one of `mjtwin bench policy` of the same shape, so that both see the
same machine, and the ratio is told.
"""

import argparse
import json
import math
import subprocess
import time

import torch
import torch.nn.functional as F

SHAPES = {"full": {"layers": 32, "blocks": 27}, "mini": {"layers": 8, "blocks": 9}}
HIDDEN, FFN, HEADS, KV_HEADS, HEAD = 2048, 6144, 16, 4, 128
EXPERT, EXPERT_FFN = 1024, 2048
WIDTH, VISION_FFN, VISION_HEADS, STRIDE = 1152, 4304, 16, 4
CAMERAS, FRAMES, SIDE, LANGUAGE, ACTIONS, STEPS = 3, 6, 224, 64, 40, 10
EPS = 1e-5


class Norm(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(size))

    def forward(self, x):
        wide = x.float()
        wide = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + EPS)
        return self.weight * wide.to(x.dtype)


def linear(inputs, outputs, bias=False):
    return torch.nn.Linear(inputs, outputs, bias=bias)


class Half(torch.nn.Module):
    """One set of weights of a decoder layer."""

    def __init__(self, hidden, ffn):
        super().__init__()
        self.norm_in, self.norm_out = Norm(hidden), Norm(hidden)
        self.q = linear(hidden, HEADS * HEAD)
        self.k, self.v = linear(hidden, KV_HEADS * HEAD), linear(hidden, KV_HEADS * HEAD)
        self.o = linear(HEADS * HEAD, hidden)
        self.gate, self.up, self.down = linear(hidden, ffn), linear(hidden, ffn), linear(ffn, hidden)

    def feed_forward(self, x):
        n = self.norm_out(x)
        return x + self.down(F.silu(self.gate(n)) * self.up(n))


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


def attend(q, k, v, mask):
    group = HEADS // KV_HEADS
    k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
    scores = q.float() @ k.float().transpose(-1, -2) * HEAD**-0.5
    scores = torch.where(mask, scores, -2.3819763e38)
    out = scores.softmax(-1).to(v.dtype) @ v
    return out.transpose(1, 2).flatten(2)


class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.text, self.image, self.expert = Half(HIDDEN, FFN), Half(HIDDEN, FFN), Half(EXPERT, EXPERT_FFN)
        self.q_norm, self.k_norm = Norm(HEAD), Norm(HEAD)

    def heads(self, q, k, v, rope):
        split = lambda x: x.unflatten(-1, (-1, HEAD)).transpose(1, 2)
        return self.q_norm(rotate(split(q), *rope)), self.k_norm(rotate(split(k), *rope)), split(v)

    def routed(self, x, is_image, names, size):
        out = [x.new_zeros(*x.shape[:2], s) for s in size]
        for half, where in ((self.text, ~is_image), (self.image, is_image)):
            for target, name in zip(out, names):
                target[where] = name(half)(x[where])
        return out

    def prefix(self, x, is_image, mask, rope):
        h = self.routed(x, is_image, [lambda m: m.norm_in], [HIDDEN])[0]
        q, k, v = self.routed(h, is_image, [lambda m: m.q, lambda m: m.k, lambda m: m.v],
                              [HEADS * HEAD, KV_HEADS * HEAD, KV_HEADS * HEAD])
        q, k, v = self.heads(q, k, v, rope)
        x = x + self.routed(attend(q, k, v, mask), is_image, [lambda m: m.o], [HIDDEN])[0]
        return self.routed(x, is_image, [lambda m: m.feed_forward], [HIDDEN])[0], k, v

    def suffix(self, x, cache, mask, rope):
        h = self.expert.norm_in(x)
        q, k, v = self.heads(self.expert.q(h), self.expert.k(h), self.expert.v(h), rope)
        k, v = torch.cat((cache[0], k), 2), torch.cat((cache[1], v), 2)
        return self.expert.feed_forward(x + self.expert.o(attend(q, k, v, mask)))


class Block(torch.nn.Module):
    def __init__(self, mixes):
        super().__init__()
        self.mixes = mixes
        self.norm1, self.norm2 = torch.nn.LayerNorm(WIDTH, 1e-6), torch.nn.LayerNorm(WIDTH, 1e-6)
        self.qkv, self.proj = linear(WIDTH, 3 * WIDTH, True), linear(WIDTH, WIDTH, True)
        self.fc1, self.fc2 = linear(WIDTH, VISION_FFN, True), linear(VISION_FFN, WIDTH, True)

    def forward(self, x, code):
        coded = (x.unflatten(0, (-1, FRAMES)) + code[:, None]).flatten(0, 1) if self.mixes else x
        q, k, v = self.qkv(self.norm1(coded)).unflatten(-1, (3, VISION_HEADS, -1)).permute(2, 0, 3, 1, 4)
        if self.mixes:
            by_time = lambda t: t.unflatten(0, (-1, FRAMES)).permute(0, 3, 2, 1, 4)
            scores = by_time(q) @ by_time(k).transpose(-1, -2) * q.shape[-1] ** -0.5
            later = torch.ones(FRAMES, FRAMES, dtype=torch.bool).triu(1)
            mixed = scores.masked_fill(later, -math.inf).softmax(-1) @ by_time(v)
            v = mixed.permute(0, 3, 2, 1, 4).flatten(0, 1)
        x = x + self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Policy(torch.nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.patch = torch.nn.Conv2d(3, WIDTH, 16, 16)
        self.positions = torch.nn.Parameter(torch.randn(1, 196, WIDTH) * 0.02)
        self.blocks = torch.nn.ModuleList(Block((i + 1) % STRIDE == 0) for i in range(shape["blocks"]))
        self.proj1, self.proj2 = linear(WIDTH, HIDDEN, True), linear(HIDDEN, HIDDEN, True)
        self.score1, self.score2 = linear(2 * HIDDEN, HIDDEN, True), linear(HIDDEN, HIDDEN, True)
        self.embed = torch.nn.Embedding(4096, HIDDEN)
        self.layers = torch.nn.ModuleList(Layer() for _ in range(shape["layers"]))
        self.norm = Norm(EXPERT)
        self.state, self.action_in = linear(32, EXPERT, True), linear(32, EXPERT, True)
        self.time_in, self.time_out = linear(2 * EXPERT, EXPERT, True), linear(EXPERT, EXPERT, True)
        self.action_out = linear(EXPERT, 32, True)

    def rope(self, positions):
        base = 1e4 * 1000 ** (HEAD / (HEAD - 2))
        angle = positions.float()[:, None] * base ** (-torch.arange(0, HEAD, 2).float() / HEAD)
        return torch.cat((angle, angle), -1).cos(), torch.cat((angle, angle), -1).sin()

    def see(self, frames):
        x = self.patch(frames).flatten(2).transpose(1, 2) + self.positions
        slot = torch.arange(FRAMES).float()[:, None]
        angle = slot * torch.exp(torch.arange(0, WIDTH, 2).float() * (-math.log(100.0) / WIDTH))
        code = torch.stack((angle.sin(), angle.cos() - 1), -1).flatten(1).to(x.dtype)
        for block in self.blocks:
            x = block(x, code)
        y = self.proj1(x.unflatten(0, (-1, FRAMES))[:, -1]).unflatten(1, (7, 2, 7, 2)).permute(0, 1, 3, 2, 4, 5)
        four = y.flatten(3, 4)
        mean = four.mean(-2, keepdim=True).expand_as(four)
        score = self.score2(F.gelu(self.score1(torch.cat((four, mean), -1))))
        return self.proj2(F.gelu((four * score.softmax(-2)).sum(-2)))

    def prefix_tokens(self, images, ids):
        split = self.embed(ids[:1]).expand(CAMERAS, 7, 1, HIDDEN)
        parts, kinds = [self.embed(ids[:2])], [torch.zeros(2, dtype=torch.bool)]
        row = torch.tensor([True] * 7 + [False])
        for image in torch.cat((images, split), 2).flatten(1, 2):
            parts += [self.embed(ids[:1]), image, self.embed(ids[:1])]
            kinds += [torch.zeros(1, dtype=torch.bool), row.repeat(7), torch.zeros(1, dtype=torch.bool)]
        parts.append(self.embed(ids))
        kinds.append(torch.zeros(LANGUAGE, dtype=torch.bool))
        return torch.cat(parts)[None], torch.cat(kinds)[None]

    @torch.no_grad()
    def forward(self, frames, ids, state, noise):
        x, is_image = self.prefix_tokens(self.see(frames), ids)
        length = x.shape[1]
        mask = torch.ones(1, 1, length, length, dtype=torch.bool).tril()
        rope, caches = self.rope(torch.arange(length)), []
        for layer in self.layers:
            x, k, v = layer.prefix(x, is_image, mask, rope)
            caches.append((k, v))
        tokens = ACTIONS + 1
        mask = torch.ones(1, 1, tokens, length + tokens, dtype=torch.bool)
        mask[..., 0, length + 1 :] = False
        rope = self.rope(length + torch.arange(tokens))
        t = 1.0
        for _ in range(STEPS):
            code = torch.full((1, ACTIONS, EXPERT), t, dtype=state.dtype)
            action = self.action_in(noise.to(state.dtype))
            action = self.time_out(F.silu(self.time_in(torch.cat((action, code), -1))))
            x = torch.cat((self.state(state)[:, None], action), 1)
            for layer, cache in zip(self.layers, caches):
                x = layer.suffix(x, cache, mask, rope)
            noise = noise - self.action_out(self.norm(x)[:, 1:]).float() / STEPS
            t -= 1 / STEPS
        return noise


def bench(mjtwin, args, shape):
    """One pass of mjtwin: its own result, as a dictionary."""
    command = [mjtwin, "bench", "policy", "--shape", args.shape, "--dtype", args.dtype, "--repeats", "1", "--json",
               "--device", args.device, "--layers", str(shape["layers"]), "--vision-layers", str(shape["blocks"])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["batches"][0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", choices=SHAPES, default="mini")
    parser.add_argument("--layers", type=int, help="decoder layers instead of the shape's")
    parser.add_argument("--vision-layers", type=int, help="vision layers instead of the shape's")
    parser.add_argument("--against", metavar="MJTWIN", help="program to compare with, pass by pass")
    parser.add_argument("--dtype", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--device", default="cpu", help="torch device")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    torch.set_default_device(args.device)
    torch.manual_seed(0)
    dtype = torch.bfloat16 if args.dtype == "bf16" else torch.float32
    shape = dict(SHAPES[args.shape])
    shape["layers"] = args.layers or shape["layers"]
    shape["blocks"] = args.vision_layers or shape["blocks"]
    policy = Policy(shape).to(dtype)
    inputs = (torch.rand(CAMERAS * FRAMES, 3, SIDE, SIDE).to(dtype), torch.arange(LANGUAGE),
              torch.randn(1, 32).to(dtype), torch.randn(1, ACTIONS, 32))
    policy(*inputs)
    wall, core, other = [], [], []
    for _ in range(args.repeats):
        start, used = time.perf_counter(), time.process_time()
        policy(*inputs).cpu()  # waits for an accelerator
        wall.append(time.perf_counter() - start)
        core.append(time.process_time() - used)
        if args.against:
            other.append(bench(args.against, args, shape))
    result = {"seconds": min(wall), "core_seconds": min(core), "threads": torch.get_num_threads()}
    for key in ("seconds", "core_seconds") if other else ():
        result[f"mjtwin_{key}"] = min(o[key] for o in other)
        result[f"{key}_ratio"] = result[key] / result[f"mjtwin_{key}"]
    if other:
        result["share_of_plain_peak"] = max(o["share_of_plain_peak"] for o in other)
        result["share_of_packed_peak"] = max(o["share_of_packed_peak"] for o in other)
        result["skipped_share"] = other[0]["skipped_share"]
        result["peak_memory_over_weights"] = other[0]["peak_memory_over_weights"]
    print(json.dumps(result) if args.json else "\n".join(f"{key:26} {value:.3g}" for key, value in result.items()))


if __name__ == "__main__":
    main()
