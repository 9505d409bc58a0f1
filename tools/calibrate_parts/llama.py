"""A Llama-like model in plain torch: grouped attention through SDPA, rotary embedding, RMSNorm, SwiGLU, no biases."""
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint


class Layer(nn.Module):
    """One layer of one tensor-parallel rank: x (batch, seq, hidden) to the same shape. Sums over ranks are left out."""

    def __init__(self, shape):
        super().__init__()
        self.shape, width = shape, shape.head_dim
        self.attention_norm, self.ffn_norm = nn.RMSNorm(shape.hidden), nn.RMSNorm(shape.hidden)
        self.qkv = nn.Linear(shape.hidden, (shape.heads + 2 * shape.kv_heads) * width, bias=False)
        self.out = nn.Linear(shape.heads * width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.hidden, 2 * shape.ffn, bias=False)
        self.down = nn.Linear(shape.ffn, shape.hidden, bias=False)

    def attend(self, x, cos, sin):
        s, (batch, seq, _) = self.shape, x.shape
        q, k, v = self.qkv(x).view(batch, seq, -1, s.head_dim).split([s.heads, s.kv_heads, s.kv_heads], dim=2)
        q, k, v = rotate(q, cos, sin).transpose(1, 2), rotate(k, cos, sin).transpose(1, 2), v.transpose(1, 2)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=s.kv_heads < s.heads)
        return self.out(mixed.transpose(1, 2).reshape(batch, seq, s.heads * s.head_dim))

    def forward(self, x, cos, sin):
        x = x + self.attend(self.attention_norm(x), cos, sin)
        gate, up = self.up(self.ffn_norm(x)).chunk(2, dim=-1)
        return x + self.down(F.silu(gate) * up)


def rotate(x, cos, sin):
    """Rotary embedding of x (batch, seq, heads, width); cos and sin (seq, 1, width)."""
    left, right = x.chunk(2, dim=-1)
    return x * cos + torch.cat((-right, left), dim=-1) * sin


def rotary_tables(seq, width, device, dtype=torch.bfloat16, theta=500_000.0):
    """cos and sin, each (seq, 1, width)."""
    frequency = theta ** (-torch.arange(0, width, 2, device=device).float() / width)
    angle = torch.outer(torch.arange(seq, device=device).float(), frequency)
    angle = torch.cat((angle, angle), dim=-1)[:, None, :]
    return angle.cos().to(dtype), angle.sin().to(dtype)


class Model(nn.Module):
    """Embedding, layers, norm and an untied head; returns the mean loss of a micro-batch."""

    def __init__(self, shape, recompute):
        super().__init__()
        self.shape, self.recompute = shape, recompute
        self.embedding = nn.Embedding(shape.vocabulary, shape.hidden)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm, self.head = nn.RMSNorm(shape.hidden), nn.Linear(shape.hidden, shape.vocabulary, bias=False)

    def forward(self, tokens, targets, cos, sin):
        x = self.embedding(tokens)
        for layer in self.layers:
            x = checkpoint(layer, x, cos, sin, use_reentrant=False) if self.recompute else layer(x, cos, sin)
        logits = self.head(self.norm(x))
        return F.cross_entropy(logits.float().view(-1, self.shape.vocabulary), targets.view(-1))


def make(build, device, dtype=torch.bfloat16):
    """A module built on the device in a precision, with small random normal weights."""
    with torch.device(device):
        before = torch.get_default_dtype()
        torch.set_default_dtype(dtype)
        try:
            module = build()
        finally:
            torch.set_default_dtype(before)
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.dim() > 1:
                parameter.normal_(std=0.02)
    return module


class Trainer:
    """bf16 weights; fp32 gradients added up over micro-batches; fp32 master weights and moments in a fused AdamW:
    2 + 4 + 12 bytes a parameter, as Megatron-LM keeps them."""

    def __init__(self, model):
        self.weights = list(model.parameters())
        self.masters = [weight.detach().float().requires_grad_() for weight in self.weights]
        for weight, master in zip(self.weights, self.masters):
            master.grad = torch.zeros_like(master)
            weight.register_post_accumulate_grad_hook(self._adder(master))
        self.optimizer = torch.optim.AdamW(self.masters, lr=1e-4, fused=True)

    @staticmethod
    def _adder(master):
        def add(weight):
            master.grad.add_(weight.grad)
            weight.grad = None
        return add

    @torch.no_grad()
    def update(self):
        """The optimizer's step, weights copied back, gradients set to zero."""
        self.optimizer.step()
        torch._foreach_copy_(self.weights, self.masters)
        torch._foreach_zero_([master.grad for master in self.masters])
