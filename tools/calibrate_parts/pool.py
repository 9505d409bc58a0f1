"""Random normal operands, cut from one large buffer per precision; consecutive calls use different places of it."""
import torch

from .context import Skip

CUDA_ELEMENTS = (1 << 31) - (1 << 20)
CPU_ELEMENTS = 1 << 23
MEMORY_SHARE = 16  # an element for so many bytes of memory: the 16-bit buffer takes at most an eighth
CACHES = 3        # operand sets together exceed the last-level cache this many times
MOST_VARIANTS = 300
ALIGN = 1024      # elements
FP8_SCALE = 32.0  # as quantisation by the largest value would spread normal data: 4.5 sigma near 144 of 448


class Pool:
    def __init__(self, device):
        self.device = device
        largest = CUDA_ELEMENTS if device.kind == "cuda" else CPU_ELEMENTS
        self.elements = min(largest, device.memory_bytes // MEMORY_SHARE // ALIGN * ALIGN)
        self.buffers = {}

    def flat(self, dtype):
        """The buffer of a precision, (elements,); fp32 has a quarter of the elements."""
        if dtype not in self.buffers:
            if dtype.itemsize == 1:
                self.buffers[dtype] = self._narrow(dtype)
            else:
                count = self.elements // (4 if dtype.itemsize == 4 else 1)
                self.buffers[dtype] = torch.randn(count, dtype=dtype, device=self.device.torch_device)
        return self.buffers[dtype]

    def _narrow(self, dtype):
        out = torch.empty(self.elements, dtype=dtype, device=self.device.torch_device)
        chunk = 1 << 26
        for at in range(0, self.elements, chunk):
            part = out[at:at + chunk]
            part.copy_((torch.randn(part.numel(), device=self.device.torch_device) * FP8_SCALE).to(dtype))
        return out

    def drop(self, *dtypes):
        """Frees the buffers of these precisions."""
        for dtype in dtypes:
            self.buffers.pop(dtype, None)
        self.device.empty_cache()

    def variants(self, bytes_of_one, most=MOST_VARIANTS):
        """Operand sets needed to exceed the cache."""
        return max(1, min(most, -(-CACHES * self.device.l2_bytes // max(1, int(bytes_of_one)))))

    def cut(self, dtype, *shapes):
        """A list of operand sets; each a list of contiguous tensors of the given shapes."""
        buffer = self.flat(dtype)
        sizes = [-(-_count(shape) // ALIGN) * ALIGN for shape in shapes]
        if max(sizes) > buffer.numel():
            raise Skip(f"an operand of {max(sizes)} elements is larger than the buffer")
        total = sum(sizes)
        if total > buffer.numel():  # too large for a cache anyway: let the operands share memory
            return [[_view(buffer, buffer.numel() - size, shape) if i else _view(buffer, 0, shape)
                     for i, (size, shape) in enumerate(zip(sizes, shapes))]]
        count = min(self.variants(total * dtype.itemsize), buffer.numel() // total)
        out = []
        for variant in range(count):
            at, tensors = variant * total, []
            for size, shape in zip(sizes, shapes):
                tensors.append(_view(buffer, at, shape))
                at += size
            out.append(tensors)
        return out

    def outputs(self, dtype, shape, variants):
        """Uninitialised results, as many as operand sets but at most 512 MiB of them."""
        one = _count(shape) * dtype.itemsize
        count = max(1, min(variants, (512 << 20) // max(1, one)))
        return [torch.empty(shape, dtype=dtype, device=self.device.torch_device) for _ in range(count)]


def _count(shape):
    out = 1
    for extent in shape:
        out *= extent
    return out


def _view(buffer, at, shape):
    return buffer[at:at + _count(shape)].view(shape)
