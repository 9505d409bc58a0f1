#!/usr/bin/env python3
"""tools/calibrate without a GPU: from rows of measurements to fitted values and to a row that gigawatt reads."""
import json
import pathlib
import subprocess
import unittest

from running import GW, PEAKS, SOURCE, TINY, Folder, calibrate
from calibrate_parts import catalogue_row, fit, fit_gemm, fit_power, least_squares, rows

SMS = 132


class LeastSquares(unittest.TestCase):
    def test_finds_coefficients_in_spite_of_outliers(self):
        table = [(1.0, float(x)) for x in range(1, 40)]
        values = [3.0 + 2.0 * x for _, x in table]
        values[7] *= 3
        (start, slope), error = least_squares.fit(table, values)
        self.assertAlmostEqual(start, 3.0, delta=0.05)
        self.assertAlmostEqual(slope, 2.0, delta=0.01)
        self.assertLess(error, 0.01)

    def test_no_coefficient_is_negative(self):
        (start, slope), _ = least_squares.fit([(1.0, float(x)) for x in range(2, 9)], [2.0 * x - 3.0 for x in range(2, 9)])
        self.assertEqual(start, 0.0)
        self.assertGreater(slope, 0.0)

    def test_too_few_rows_or_equal_columns_give_none(self):
        self.assertIsNone(least_squares.fit([], []))
        self.assertIsNone(least_squares.fit([(1.0, 2.0)], [1.0]))
        self.assertIsNone(least_squares.solve([[1, 2], [2, 4]], [1, 2]))


def gemm_row(m, n, k, us, dtype="bf16", kernel="torch.mm", sweep="layer", layout="TN"):
    tflops = 2e-6 * m * n * k / us
    return {"kernel": kernel, "dtype": dtype, "m": m, "n": n, "k": k, "layout": layout, "time_us": us, "tflops": tflops,
            "mem_gb_s": 2e-3 * (m * k + n * k + m * n) / us, "notes": f"sweep={sweep}", "direction": "fwd"}


class PowerModel(unittest.TestCase):
    IDLE = {"load": "idle without context", "power_mean_w": 70.0}

    def rows(self, loads, n=1.7):
        out = [self.IDLE]
        for name, clock, tensor, memory in loads:
            watts = 70 + 50 * clock**n + (tensor * 1000 + memory * 400) * clock**(n - 1)
            out.append({"load": name, "power_mean_w": watts, "sm_clock_mean_mhz": 2000.0 * clock, "notes": "part by part",
                        "sustained_tflops": 1000.0 * tensor, "sustained_gb_s": 3000.0 * memory})
        return out

    LOADS = [("no kernel", 1.0, 0, 0), ("wait", 1.0, 0, 0), ("gemm a", 0.7, 0.7, 0.1), ("gemm b", 0.75, 0.5, 0.5), ("gemm c", 1.0, 0.2, 0),
             ("gemm d", 1.0, 0.4, 0.05), ("copy", 1.0, 0, 0.9), ("copy, half", 1.0, 0, 0.45), ("gemm e", 0.85, 0.3, 0.6)]

    def test_finds_the_coefficients_that_made_the_watts(self):
        found = fit_power.fit(self.rows(self.LOADS), {"bf16": 1000.0}, 3000.0, 2000.0)
        self.assertAlmostEqual(found["awake_w"], 50, delta=0.5)
        self.assertAlmostEqual(found["tensor_w"], 1000, delta=5)
        self.assertAlmostEqual(found["memory_w"], 400, delta=2)
        self.assertAlmostEqual(found["clock_exponent"], 1.7, delta=0.021)
        self.assertLess(found["median_error_frac"], 1e-3)

    def test_needs_enough_loads_an_idle_one_and_the_data_sheet(self):
        table = self.rows(self.LOADS)
        self.assertIsNone(fit_power.fit(table[1:], {"bf16": 1000.0}, 3000.0, 2000.0))
        self.assertIsNone(fit_power.fit(table[:6], {"bf16": 1000.0}, 3000.0, 2000.0))
        self.assertIsNone(fit_power.fit(table, {}, 3000.0, 2000.0))
        self.assertIsNone(fit_power.fit(table, {"bf16": 1000.0}, 3000.0, None))

    def test_the_committed_measurements_give_the_committed_row(self):
        folder = SOURCE / "evidence/power/h100_sxm"
        summary = json.loads((folder / "summary.json").read_text())
        found = fit_power.fit(rows.read_csv(folder / "power.csv"), summary["peaks"], 3350.0, summary["device"]["max_sm_clock_mhz"])
        self.assertLess(found["median_error_frac"], 0.04)
        self.assertLess(max(abs(load["error_frac"]) for load in found["loads"]), 0.11)
        row = catalogue_row.parse((SOURCE / "catalog/racks/hgx_h100.yaml").read_text())["accelerator_power"]
        for key, digits in (("awake_w", 0), ("tensor_w", 0), ("memory_w", 0), ("clock_exponent", 2)):
            self.assertEqual(row[key], round(found[key], digits))


MODEL = fit_gemm.TileModel(tile=128, rate=0.75, softness=0.4, overhead_us=2.0, start_us=4.0)
MODEL_FP8 = fit_gemm.TileModel(tile=128, rate=0.65, softness=0.4, overhead_us=2.0, start_us=4.0)


def synthetic():
    """Rows of a part that follows the fitted models exactly."""
    out = [gemm_row(m, n, k, MODEL.us(m, n, k, PEAKS["bf16"], SMS)) for m in (512, 2048, 4096, 8192) for n in (2048, 4096, 6144, 14336)
           for k in (1024, 4096, 8192)]
    out += [gemm_row(m, n, k, MODEL_FP8.us(m, n, k, PEAKS["fp8"], SMS), "fp8", "torch._scaled_mm tensor-wise")
            for m in (4096, 8192) for n in (2048, 4096, 6144, 14336) for k in (2048, 4096)]
    for direction, best in (("fwd", 600.0), ("bwd", 450.0)):
        for backend, factor in (("cudnn", 1.0), ("flash", 0.6)):
            out += [{"kernel": f"SDPA {backend}", "dtype": "bf16", "direction": direction, "causal": "yes", "seq_len": s,
                     "head_dim": 128, "tflops": best * factor / (1 + 2 * 225.0 / s), "notes": "batch=1; heads=16; kv_heads=16"}
                    for s in (1024, 2048, 4096, 8192, 16384)]
    for size in (4 << 20, 64 << 20, 1 << 30):
        us = 2.0 + 2 * size / 3.0e6
        out.append({"kernel": "copy", "dtype": "bf16", "time_us": us, "mem_gb_s": 2e-3 * size / us, "tflops": None,
                    "notes": f"operand_bytes={size}"})
    out += [{"kernel": f"launch: add, {way}", "time_us": us, "notes": None, "tflops": None}
            for way, us in (("stream", 4.2), ("graph", 1.5))]
    return out


POWER = [{"load": "gemm", "dtype": "bf16", "data": "normal", "seconds": 4.0, "burst_tflops": 790.0, "sustained_tflops": 690.0,
          "power_mean_w": 695.0},
         {"load": "idle without context", "power_mean_w": 71.0, "sm_clock_mean_mhz": 345.0, "samples": 100.0}]


def measured(kernels=None, peaks=PEAKS):
    return fit.Measured(synthetic() if kernels is None else kernels, POWER, dict(peaks), 3350.0, SMS, 700.0)


class Fit(unittest.TestCase):
    def test_recovers_the_models_that_made_the_rows(self):
        found = {key: entry["value"] for key, entry in fit.fit(measured()).items()}
        expected = {"bf16_tile_model_rate": 0.75, "tile": 128, "kernel_start_us": 2.5, "fp8_tile_model_rate": 0.65,
                    "attention_half_keys": 225.0, "launch_us": 1.5, "launch_host_us": 4.2, "attention_frac": 600 / 989,
                    "attention_backward_ratio": 0.75, "memory_start_us": 2.0, "memory_frac": 3000 / 3350,
                    "reference_power_w": 700.0, "sustained_frac": 0.75 / found["gemm_frac"] * 690 / 790}
        for key, value in expected.items():
            self.assertAlmostEqual(found[key], value, delta=0.03 * value, msg=key)
        self.assertAlmostEqual(found["wave_softness"], 0.4, delta=0.15)
        self.assertAlmostEqual(found["tile_overhead_us"], 2.0, delta=0.5)
        self.assertGreater(found["gemm_frac"], 0.6)

    def test_every_value_says_what_it_rests_on(self):
        for key, entry in fit.fit(measured()).items():
            self.assertTrue(entry["note"], key)

    def test_nothing_measured_gives_nothing(self):
        self.assertEqual(fit.fit(fit.Measured([], [], {}, None, None)), {})

    def test_without_a_peak_there_is_no_fraction_of_it(self):
        found = fit.fit(measured(peaks={}))
        self.assertFalse([key for key in found if key.startswith(("gemm", "attention_frac", "tile", "sustained"))])
        self.assertIn("launch_us", found)

    def test_above_the_peak_is_cut_and_said(self):
        found = fit.fit(measured([gemm_row(4096, 4096, 4096, 100.0)]))["gemm_frac"]
        self.assertEqual(found["value"], 1.0)
        self.assertIn("cut to 1", found["note"])

    def test_memory_bound_shapes_are_left_out_of_the_tile_model(self):
        row = gemm_row(16, 8192, 8192, 50.0)
        self.assertEqual(fit_gemm.usable([row], "torch.mm", 3350.0), [])
        self.assertEqual(len(fit_gemm.usable([gemm_row(4096, 4096, 4096, 200.0)], "torch.mm", 3350.0)), 1)

    def test_the_tile_model_counts_waves(self):
        hard = fit_gemm.TileModel(128, 1.0, 1.0, 0.0, 0.0)
        one, more, two = (hard.us(8192, 8192 + n, 4096, 989, 64 * 32) for n in (0, 256, 8192))
        self.assertAlmostEqual(two, 2 * one)
        self.assertTrue(one < more <= two)
        soft = fit_gemm.TileModel(128, 1.0, 0.0, 0.0, 0.0)
        self.assertAlmostEqual(soft.us(8192, 8448, 4096, 989, 64 * 32), one * 8448 / 8192)
        self.assertAlmostEqual(one, 2e-6 * 8192 * 8192 * 4096 / 989)

    def test_too_few_shapes_or_no_peak_give_no_tile_model(self):
        shapes = [(4096, 4096, 1024 * i, 100.0 * i) for i in range(1, 12)]
        self.assertIsNone(fit_gemm.tile_model(shapes[:5], 989, SMS))
        self.assertIsNone(fit_gemm.tile_model(shapes, None, SMS))
        self.assertIsNotNone(fit_gemm.tile_model(shapes, 989, SMS))

    def test_the_schema_decides_which_keys_are_written(self):
        keys = fit.catalogue_keys(catalogue_row.SCHEMA)
        self.assertIn("gemm_frac", keys)
        self.assertNotIn("launch_host_us", keys)
        self.assertEqual(fit.catalogue_keys(pathlib.Path("/nowhere")), fit.KNOWN)


class Rows(Folder):
    def test_every_shipped_row_is_read(self):
        for path in sorted(catalogue_row.ROWS.glob("*.yaml")):
            sheet = catalogue_row.sheet(path.stem)
            self.assertGreater(sheet["memory_bandwidth_tb_per_s"], 0.1, path.stem)
            self.assertGreater(max(sheet["peaks"].values()), 50, path.stem)
        h100 = catalogue_row.sheet("h100_sxm")
        self.assertEqual((h100["peaks"]["bf16"], h100["peaks"]["fp8"], h100["tdp_w"]), (989.0, 1979.0, 700.0))
        self.assertEqual(catalogue_row.sheet("h100_500w")["peaks"]["bf16"], 989.0)

    def test_a_base_row_is_followed(self):
        (self.folder / "a.yaml").write_text("peak:\n  bf16_tflops: 100\n  fp8_tflops: 200\nmemory_bandwidth_tb_per_s: 2\n")
        (self.folder / "b.yaml").write_text("base: a\npeak:\n  bf16_tflops: {value: 90, source: \"x, y: z\"}\n")
        sheet = catalogue_row.sheet("b", self.folder)
        self.assertEqual(sheet, {"peaks": {"bf16": 90.0, "fp8": 200.0}, "memory_bandwidth_tb_per_s": 2.0})

    def test_the_base_is_guessed_from_the_name(self):
        for name, row in (("NVIDIA H100 80GB HBM3", "h100_sxm"), ("NVIDIA H200", "h200"), ("NVIDIA GH200 480GB", "gh200"),
                          ("NVIDIA A100-SXM4-80GB", "a100_80"), ("NVIDIA H100 PCIe", None), ("NVIDIA H20", "h20"), ("CPU", None)):
            self.assertEqual(catalogue_row.guess_base(name), row, name)

    def test_the_row_written_is_read_back(self):
        text = catalogue_row.render(base="h100_sxm", title='A "part"', source="here: now, #1", values={"memory_gb": (85.03, "note")},
                                    efficiency={"gemm_frac": {"value": 0.81234, "note": "best of 5: 800 of 989"}})
        row = catalogue_row.parse(text)
        self.assertEqual((row["format"], row["base"], row["name"]), ("gigawatt.accelerator/1", "h100_sxm", 'A "part"'))
        self.assertEqual(row["memory_gb"], {"value": 85.03, "source": "here: now, #1", "grade": "measured", "note": "note"})
        self.assertEqual(row["efficiency"]["gemm_frac"]["value"], 0.8123)


class FromFiles(Folder):
    def write(self):
        rows.write_csv(self.folder / "kernels.csv", rows.KERNEL_COLUMNS, synthetic())
        rows.write_csv(self.folder / "power.csv", rows.POWER_COLUMNS, POWER)
        device = {"name": "NVIDIA H100 80GB HBM3", "driver": "580.1", "torch": "2.11", "sms": SMS, "memory_bytes": 85.0e9,
                  "power_limit_w": 600.0}
        (self.folder / "summary.json").write_text(json.dumps({"date": "2026-01-02", "device": device}))

    def test_refits_without_a_gpu(self):
        self.write()
        run = calibrate("--from", self.folder, stand_in="raise ImportError")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("gemm_frac", run.stdout)
        text = (self.folder / "accelerators/h100_sxm_measured.yaml").read_text()
        row = catalogue_row.parse(text)
        self.assertEqual((row["tdp_w"]["value"], row["idle_w"]["value"], row["memory_gb"]["value"]), (600.0, 71.0, 85.0))
        self.assertIn("tools/calibrate on NVIDIA H100 80GB HBM3, driver 580.1, torch 2.11, 2026-01-02", text)
        self.assertLessEqual(set(row["efficiency"]), set(fit.catalogue_keys(catalogue_row.SCHEMA)))
        for key in ("gemm_frac", "gemm_fp8_frac", "attention_frac", "memory_frac", "launch_us"):
            self.assertEqual(row["efficiency"][key]["grade"], "measured", key)
        calibrate("--from", self.folder)
        self.assertEqual((self.folder / "accelerators/h100_sxm_measured.yaml").read_text(), text)

    def test_another_peak_and_another_folder(self):
        self.write()
        out = self.folder / "out"
        run = calibrate("--from", self.folder, "--out", out, "--peak-bf16-tflops", "1000", "--name", "ours")
        self.assertEqual(run.returncode, 0, run.stderr)
        row = catalogue_row.parse((out / "accelerators/ours.yaml").read_text())
        self.assertAlmostEqual(row["efficiency"]["attention_frac"]["value"], 0.6, places=3)
        self.assertTrue((out / "kernels.csv").is_file())
        self.assertEqual(json.loads((out / "summary.json").read_text())["peaks"]["bf16"], 1000.0)

    def test_without_a_summary_1(self):
        self.write()
        (self.folder / "summary.json").unlink()
        run = calibrate("--from", self.folder)
        self.assertEqual(run.returncode, 1)
        self.assertIn("tells no device", run.stderr)

    @unittest.skipUnless(GW.is_file(), "no gw program")
    def test_gigawatt_reads_the_row(self):
        self.write()
        calibrate("--from", self.folder)
        racks = self.folder / "racks"
        racks.mkdir()
        shipped = (SOURCE / "catalog/racks/hgx_h100.yaml").read_text()
        (racks / "hgx_h100.yaml").write_text(shipped.replace("accelerator: h100_sxm", "accelerator: h100_sxm_measured"))
        self.assertIn("h100_sxm_measured", (racks / "hgx_h100.yaml").read_text())
        run = subprocess.run([str(GW), "check", str(TINY), "--catalog", str(self.folder)], capture_output=True, text=True,
                             timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)


if __name__ == "__main__":
    unittest.main()
