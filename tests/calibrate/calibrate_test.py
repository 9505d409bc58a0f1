#!/usr/bin/env python3
"""tools/calibrate without a GPU: arguments, shape lists, files, timing, sampling and failures on stand-ins."""
import time
import unittest

from running import PEAKS, Folder, calibrate
from calibrate_parts import context, gemm_shapes, llama_shapes, main, other_shapes, rows, sampler, sections, timing

SMS = 132


class Arguments(Folder):
    def refused(self, words, *arguments):
        run = calibrate(*arguments)
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn(words, run.stderr)
        self.assertNotIn("Traceback", run.stderr)

    def test_wrong_arguments_end_with_2(self):
        (self.folder / "file").write_text("")
        self.refused("--out DIR is needed")
        self.refused("no section speed", "--out", self.folder, "--sections", "gemm,speed")
        self.refused("above 0", "--out", self.folder, "--budget-s", "0")
        self.refused("above 0", "--out", self.folder, "--peak-bf16-tflops", "-1")
        self.refused("no kernels.csv", "--from", self.folder)
        self.refused("is not a folder", "--out", self.folder / "file")
        self.refused("no row h1000", "--out", self.folder, "--base", "h1000")
        self.refused("letters, digits", "--out", self.folder, "--name", "../h100")
        self.refused("0 or more", "--out", self.folder, "--gpu", "-1")
        self.refused("invalid choice", "--out", self.folder, "--device", "tpu")

    def test_help_names_every_section_and_file(self):
        run = calibrate("--help")
        self.assertEqual(run.returncode, 0)
        for name in sections.NAMES:
            self.assertIn(name, "".join(run.stdout.split()))
        for word in ("kernels.csv", "power.csv", "summary.json", "accelerators/NAME.yaml"):
            self.assertIn(word, run.stdout)

    def test_without_torch_one_message_and_1(self):
        run = calibrate("--out", self.folder / "out", stand_in="raise ImportError('no torch here')")
        self.assertEqual(run.returncode, 1)
        self.assertIn("PyTorch is needed", run.stderr)
        self.assertNotIn("Traceback", run.stderr)
        self.assertFalse((self.folder / "out").exists())

    def test_without_a_gpu_one_message_and_1(self):
        stand_in = "__version__ = '2.0'\nclass cuda:\n  is_available = staticmethod(lambda: False)\n"
        run = calibrate("--out", self.folder / "out", stand_in=stand_in)
        self.assertEqual(run.returncode, 1)
        self.assertIn("no GPU 0: torch 2.0 sees 0", run.stderr)
        self.assertFalse((self.folder / "out").exists())

    def test_the_gpu_is_found_as_the_driver_counts(self):
        self.assertEqual(main.visible(1, ""), (None, 1))
        self.assertEqual(main.visible(1, "4,6"), (None, 6))
        self.assertEqual(main.visible(0, "GPU-12ab"), ("GPU-12ab", 0))


class Shapes(unittest.TestCase):
    def test_full_list_covers_precisions_layouts_and_sizes(self):
        jobs = gemm_shapes.jobs()
        self.assertEqual(len(jobs), len(set(jobs)))
        self.assertGreater(len(jobs), 600)
        self.assertEqual({j.layout for j in jobs}, {"TN", "NN", "NT"})
        self.assertEqual({j.dtype for j in jobs}, {"bf16", "fp16", "tf32", "fp8"})
        self.assertEqual({j.scaling for j in jobs}, {"", "tensor", "tensor_slow", "row", "block"})
        widths = {size for j in jobs for size in (j.n, j.k)}
        for size in (512, 1024, 1280, 1536, 1792, 2048, 2560, 3584, 4096, 5120, 7168, 8192, 14336, 16384, 28672, 53248, 128256):
            self.assertIn(size, widths)
        for sizes in ((256,) * 3, (16384,) * 3):
            self.assertTrue(any((j.m, j.n, j.k) == sizes for j in jobs))
        self.assertTrue(all(j.m * j.n <= gemm_shapes.MOST_ELEMENTS for j in jobs))

    def test_newer_parts_also_get_block_formats(self):
        self.assertLessEqual({"mxfp8", "nvfp4"}, {j.dtype for j in gemm_shapes.jobs(newer=True)})
        self.assertTrue(all(j.m * j.n * j.k < 3e8 for j in gemm_shapes.jobs(on_cpu=True)))

    def test_8_bit_products_have_sizes_the_hardware_takes(self):
        for job in gemm_shapes.jobs():
            if job.dtype == "fp8":
                self.assertEqual((job.n % 16, job.k % 16, job.layout), (0, 0, "TN"), job)
                self.assertTrue(job.scaling != "block" or job.k % 128 == 0, job)

    def test_the_most_valuable_come_first(self):
        first = gemm_shapes.jobs()[:2]
        self.assertEqual([(j.dtype, j.m) for j in first], [("bf16", 8192), ("bf16", 4096)])
        self.assertLess(len(gemm_shapes.jobs(quick=True)), 0.2 * len(gemm_shapes.jobs()))

    def test_gradients_are_the_same_operations_as_the_forward(self):
        ahead, = gemm_shapes.layers("bf16", (2048,), (("layer", 6144, 4096),))
        inputs, weights = gemm_shapes.gradients("bf16", (2048,), (("layer", 6144, 4096),))
        self.assertEqual((inputs.m, inputs.n, inputs.k), (2048, 4096, 6144))
        self.assertEqual((weights.m, weights.n, weights.k), (6144, 4096, 2048))
        self.assertEqual(ahead.flops, inputs.flops)
        self.assertEqual(ahead.flops, weights.flops)

    def test_wave_sweep_passes_several_multiples_of_the_multiprocessors(self):
        jobs = [j for j in gemm_shapes.jobs() if j.sweep == "wave" and j.dtype == "bf16"]
        waves = {-(-(-(-j.m // 128) * -(-j.n // 256)) // SMS) for j in jobs}
        self.assertGreaterEqual(len(waves), 6)

    def test_attention_operations(self):
        job = other_shapes.AttentionJob("flash", 2, 1024, 16, 16, 128, 128, False, "fwd")
        self.assertEqual(job.flops, 4 * 2 * 16 * 1024**2 * 128)
        causal = other_shapes.AttentionJob("flash", 2, 1024, 16, 4, 128, 128, True, "bwd")
        self.assertEqual(causal.flops, job.flops * 0.5 * 2.5)

    def test_attention_list_covers_lengths_widths_and_groups(self):
        jobs = other_shapes.attention_jobs()
        self.assertEqual({j.seq for j in jobs} & set(other_shapes.SEQUENCES), set(other_shapes.SEQUENCES))
        self.assertLessEqual({64, 128, 192}, {j.head_dim for j in jobs})
        self.assertLessEqual({1, 4, 8}, {j.heads // j.kv_heads for j in jobs})
        self.assertEqual({j.causal for j in jobs}, {True, False})
        self.assertTrue(all(j.heads % j.kv_heads == 0 for j in jobs))

    def test_grouped_and_copy_sizes(self):
        jobs = other_shapes.grouped_jobs()
        self.assertEqual({j.experts for j in jobs}, {1, 2, 4, 8, 16, 32, 64})
        self.assertEqual({j.rows for j in jobs}, set(other_shapes.ROWS))
        self.assertTrue(all(j.experts * j.n * j.k <= other_shapes.MOST_WEIGHTS for j in jobs))
        sizes = other_shapes.copy_sizes()
        self.assertEqual(sizes[-1], 64 << 10)
        self.assertGreater(sizes[0], 4.29e9)

    def test_layers_count_their_parameters(self):
        llama, slice_of_70b = llama_shapes.LAYERS
        self.assertEqual(llama.layer_parameters, 4096 * 6144 + 4096 * 4096 + 3 * 4096 * 14336)
        self.assertEqual(slice_of_70b.ffn, 3584)
        model = llama_shapes.MODEL
        self.assertGreater(model.step_flops(), 6.0 * model.micro_batches * model.tokens * model.parameters * 0.7)
        self.assertIn("micro_batches=4", model.configuration())

    def test_shares_of_the_time(self):
        self.assertEqual(sections.share_s(sections.SECTIONS[-1:], 10.0), 10.0)
        self.assertAlmostEqual(sections.share_s(sections.SECTIONS, 1.0), sections.SECTIONS[0].share / sum(s.share for s in sections.SECTIONS))


class Files(Folder):
    def test_csv_round_trip(self):
        path = self.folder / "sub" / "a.csv"
        rows.write_csv(path, ["a", "b", "c"], [{"a": 1.23456789, "b": "x, y", "c": None, "d": 4}])
        self.assertEqual(rows.read_csv(path), [{"a": 1.2346, "b": "x, y", "c": None}])
        self.assertEqual([p.name for p in path.parent.iterdir()], ["a.csv"])
        self.assertEqual(rows.read_csv(self.folder / "none.csv"), [])

    def test_notes_are_found_again(self):
        text = rows.notes(sweep="layer", what=None, heads=16)
        self.assertEqual(text, "sweep=layer; heads=16")
        self.assertEqual(rows.noted({"notes": text}, "heads"), "16")
        self.assertIsNone(rows.noted({"notes": None}, "heads"))

    def test_recorder_works_out_rates_and_counts_failures(self):
        recorder = rows.Recorder("source", "H100", PEAKS, sampler.Sampler(sampler.NullReader()))
        recorder.kernel("torch.mm", "bf16", timing.Timing(100.0, 99.0, 3, 5, "graph", 0.0, 1.0), flops=5e10, moved_bytes=1e8, m=1)
        recorder.failed("gemm", "fp8", ValueError("a\n  b" + "c" * 900))
        recorder.failed("gemm", "fp8", ValueError("a\n  b" + "c" * 900))
        recorder.skip("gemm", "no time left", 4)
        recorder.write(self.folder)
        row, = rows.read_csv(self.folder / "kernels.csv")
        self.assertEqual((row["id"], row["tflops"], row["mem_gb_s"], row["m"]), ("M0001", 500.0, 1000.0, 1.0))
        self.assertAlmostEqual(row["efficiency"], 500 / 989, places=4)
        report = recorder.report()
        self.assertEqual(report["failures"][0]["count"], 2)
        self.assertLessEqual(len(report["failures"][0]["message"]), rows.MESSAGE_LENGTH)
        self.assertEqual(report["left_out"], [{"section": "gemm", "why": "no time left", "count": 4}])

    def test_columns_begin_as_those_of_published_measurements(self):
        self.assertEqual(rows.KERNEL_COLUMNS[-4:], ["layout", "time_us", "clock_mhz", "power_w"])
        self.assertEqual(rows.KERNEL_COLUMNS[:4], ["id", "source", "kernel", "accelerator"])


class FakeDevice:
    """Time passes as told: `us` of one call in a stream, half of it in a graph."""
    kind = "cpu"

    def __init__(self, us, graphs=True, captures=True):
        self.us, self.graphs, self.captures, self.calls, self.works = us, graphs, captures, 0, True
        self.in_graph = False

    def elapsed_us(self, call, count):
        before = self.calls
        for i in range(count):
            call(i)
        return self.us * (self.calls - before) * (0.5 if self.in_graph else 1.0)

    def capture(self, call, count):
        if not self.captures:
            return None
        self.in_graph = True
        return lambda: [call(i) for i in range(count)]

    def call(self, i):
        self.calls += 1

    def alive(self):
        return self.works

    def empty_cache(self):
        pass


class Timed(unittest.TestCase):
    def test_short_kernels_are_timed_in_a_graph(self):
        device = FakeDevice(10.0)
        found = timing.measure(device, device.call)
        self.assertEqual((found.us, found.method, found.calls), (5.0, "graph", 300))

    def test_long_ones_or_a_failed_capture_in_the_stream(self):
        for device, calls in ((FakeDevice(1000.0), 3), (FakeDevice(10.0, captures=False), 300), (FakeDevice(10.0, graphs=False), 300)):
            found = timing.measure(device, device.call)
            self.assertEqual((found.us, found.method, found.calls), (device.us, "stream", calls))

    def test_very_long_ones_are_repeated_less(self):
        device = FakeDevice(50_000.0)
        self.assertEqual(timing.measure(device, device.call).repeats, 3)
        self.assertLess(device.calls, 8)

    def test_a_graph_holds_every_operand_set(self):
        device = FakeDevice(100.0)
        self.assertEqual(timing.measure(device, device.call, variants=200).calls, 200)


class Survives(unittest.TestCase):
    def setUp(self):
        self.device = FakeDevice(1.0)
        self.recorder = rows.Recorder("", "", {}, sampler.Sampler(sampler.NullReader()))
        self.context = context.Context(self.device, None, self.recorder, self.recorder.sampler)
        self.context.enter("gemm", time.monotonic() + 60)

    @staticmethod
    def fail():
        raise ValueError("no such kernel")

    def test_a_family_that_fails_three_times_is_left_out(self):
        tried = 0
        for job in self.context.each(["bad"] * 5 + ["good"], lambda job: job):
            tried += 1
            self.context.attempt(job, self.fail if job == "bad" else lambda: None)
        self.assertEqual(tried, 4)
        self.assertEqual(sum(self.recorder.failures.values()), 3)
        self.assertEqual(sum(self.recorder.left_out.values()), 2)

    def test_a_success_forgives_failures(self):
        for call in (self.fail, self.fail, lambda: 1, self.fail, self.fail):
            self.context.attempt("x", call)
        self.assertEqual(len(list(self.context.each(["x"], lambda job: job))), 1)

    def test_what_cannot_be_measured_here_is_no_failure(self):
        def skip():
            raise context.Skip("too large")
        self.context.attempt("x", skip)
        self.assertEqual((sum(self.recorder.failures.values()), self.recorder.left_out[("gemm", "too large")]), (0, 1))

    def test_no_time_left_ends_the_list_and_says_how_many(self):
        self.context.enter("gemm", time.monotonic() - 1)
        self.assertEqual(list(self.context.each([1, 2, 3])), [])
        self.assertEqual(self.recorder.left_out[("gemm", "no time left")], 3)

    def test_a_device_that_stopped_ends_the_run(self):
        self.device.works = False
        with self.assertRaises(context.Dead):
            self.context.attempt("x", self.fail)

    def test_a_limit_interrupts_and_an_outer_one_goes_on(self):
        with self.assertRaises(context.OutOfTime):
            with context.limit(0.1):
                time.sleep(5)
        with self.assertRaises(context.OutOfTime):
            with context.limit(0.4):
                with context.limit(30):
                    pass
                time.sleep(5)
        time.sleep(0.15)  # and none is left behind


class FakeReader:
    def __init__(self):
        self.count = 0

    def read(self):
        self.count += 1
        return 1980.0 - self.count, 2619.0, 700.0, 60.0, sampler.CAPPED

    def close(self):
        pass


class Sampling(unittest.TestCase):
    def test_samples_at_20_hz_or_more(self):
        taken = sampler.Sampler(FakeReader())
        started = time.monotonic()
        time.sleep(0.5)
        taken.stop()
        found = taken.statistics(started, time.monotonic())
        self.assertGreaterEqual(found["samples"], 8)
        self.assertEqual((found["power_mean_w"], found["power_capped_frac"], found["temperature_c"]), (700.0, 1.0, 60.0))
        self.assertLess(found["sm_clock_min_mhz"], found["sm_clock_mean_mhz"])
        self.assertEqual(set(taken.rows()[0]), set(rows.SAMPLE_COLUMNS))

    def test_an_interval_without_samples_takes_the_last(self):
        one = sampler.Sampler(sampler.NullReader())
        self.assertEqual(one.window(0.0, 1.0), (None, None))
        one.samples = [(10.0, "gemm", 1500.0, None, 650.0, None, None)]
        self.assertEqual(one.window(10.01, 10.02), (1500.0, 650.0))
        self.assertEqual(one.window(11.0, 11.1), (None, None))
        self.assertEqual(one.window(9.0, 10.5), (1500.0, 650.0))


if __name__ == "__main__":
    unittest.main()
