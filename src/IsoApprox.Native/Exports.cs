using System.Runtime.InteropServices;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Native;

/// <summary>The exported functions; isoapprox.h documents them. None throws, all may be called from several threads at once.</summary>
public static unsafe class Exports
{
    /// <summary>The version, a text that is never freed.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_version")]
    public static byte* Version() => (byte*)LibraryVersion.Text;

    /// <summary>Copies the message of this thread's last call.</summary>
    /// <returns>Bytes of the message without the zero byte, however many were copied.</returns>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_last_error")]
    public static nuint LastError(byte* buffer, nuint capacity)
    {
        var message = NativeCall.LastError;
        if (buffer is not null && capacity > 0)
        {
            var length = (int)Math.Min((nuint)message.Length, capacity - 1);
            message[..length].CopyTo(new Span<byte>(buffer, length));
            buffer[length] = 0;
        }

        return (nuint)message.Length;
    }

    /// <summary>Frees a text that the library gave out; null is legal.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_free")]
    public static void Free(void* memory) => NativeMemory.Free(memory);

    /// <summary>Fills in the defaults.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_measure_options_init")]
    public static void InitMeasureOptions(NativeMeasureOptions* options) => *options = NativeMeasureOptions.Default;

    /// <summary>Fills in the defaults.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_health_options_init")]
    public static void InitHealthOptions(NativeHealthOptions* options) => *options = NativeHealthOptions.Default;

    /// <summary>Fills in the defaults.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_nearest_options_init")]
    public static void InitNearestOptions(NativeNearestOptions* options) => *options = NativeNearestOptions.Default;

    /// <summary>Fills in the defaults.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_set_init")]
    public static void InitSet(NativeSet* set) => *set = new NativeSet { Size = (nuint)sizeof(NativeSet) };

    /// <summary>Rank, duplicates, diameter, thickness, losses, enclosing balls.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_measure")]
    public static int Measure(NativeEmbedding* embedding, NativeMeasureOptions* options, byte** json) => WriteJson(json, result =>
    {
        var asked = options is null ? NativeMeasureOptions.Default : *options;
        NativeSize.Require(asked.Size, (nuint)sizeof(NativeMeasureOptions), "isoapprox_measure_options");
        var f = NativeEmbedding.Read(embedding, "X");
        using var stop = new StopFlag(asked.Cancel, NativeSize.Limit(asked.TimeLimit));
        MeasureJson.Write(result, f, asked.Margin, asked.ThicknessSettings(), stop);
    });

    /// <summary>d_iso, d_haus, and the Hausdorff distance of each class.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_distance")]
    public static int Distance(NativeEmbedding* first, double* second, long columns, int* cancel, byte** json) => WriteJson(json, result =>
    {
        var (f, g) = NativeEmbedding.ReadBoth(first, second, columns);
        using var stop = new StopFlag(cancel);
        DistanceJson.Write(result, f, g, stop);
    });

    /// <summary>What of f is left in g: ratios of extent, spread and rank.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_collapse")]
    public static int Collapse(
        NativeEmbedding* first, double* second, long columns, NativeMeasureOptions* options, byte** json) => WriteJson(json, result =>
    {
        var asked = options is null ? NativeMeasureOptions.Default : *options;
        NativeSize.Require(asked.Size, (nuint)sizeof(NativeMeasureOptions), "isoapprox_measure_options");
        if (asked.Margin != 0)
        {
            throw new EmbeddingException($"margin {asked.Margin}: measures of collapse have none; leave it 0");
        }

        var (f, g) = NativeEmbedding.ReadBoth(first, second, columns);
        using var stop = new StopFlag(asked.Cancel, NativeSize.Limit(asked.TimeLimit));
        CollapseJson.Write(result, f, g, asked.ThicknessSettings(), stop);
    });

    /// <summary>The hardest positive and negative of each row.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_anchors")]
    public static int Anchors(NativeEmbedding* embedding, int* cancel, byte** json) => WriteJson(json, result =>
    {
        var f = NativeEmbedding.Read(embedding, "X");
        using var stop = new StopFlag(cancel);
        AnchorsJson.Write(result, f, stop);
    });

    /// <summary>Measures of collapse and health, with or without labels.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_health")]
    public static int Health(NativeEmbedding* embedding, NativeHealthOptions* options, byte** json) => WriteJson(json, result =>
    {
        var asked = options is null ? NativeHealthOptions.Default : *options;
        NativeSize.Require(asked.Size, (nuint)sizeof(NativeHealthOptions), "isoapprox_health_options");
        var f = NativeEmbedding.ReadOptional(embedding, "X", out var hasLabels);
        var settings = asked.Settings(f, hasLabels);
        using var stop = new StopFlag(asked.Cancel, NativeSize.Limit(asked.TimeLimit));
        HealthResult.Write(result, f, settings, stop);
    });

    /// <summary>The nearest member of a set.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_nearest")]
    public static int Nearest(NativeEmbedding* embedding, NativeSet* set, NativeNearestOptions* options, NativeNearestResult* target)
    {
        if (target is not null)
        {
            *target = default;
        }

        return NativeCall.Run(() =>
        {
            RequireTarget(target, "result");
            var asked = options is null ? NativeNearestOptions.Default : *options;
            NativeSize.Require(asked.Size, (nuint)sizeof(NativeNearestOptions), "isoapprox_nearest_options");
            var f = NativeEmbedding.Read(embedding, "X");
            var settings = asked.Settings(NativeSet.Read(set, f));
            using var stop = new StopFlag(asked.Cancel);
            Deliver(NearestSolver.Solve(f, settings, new ProgressCallback(asked, stop), stop.Token), target);
        });
    }

    /// <summary>Frees what a result points to; a cleared result is legal.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_nearest_result_clear")]
    public static void ClearResult(NativeNearestResult* result)
    {
        if (result is not null)
        {
            NativeMemory.Free(result->Embedding);
            NativeMemory.Free(result->Json);
            NativeMemory.Free(result->Certificate);
            *result = default;
        }
    }

    /// <summary>Checks a certificate; no solver takes part.</summary>
    [UnmanagedCallersOnly(EntryPoint = "isoapprox_certify")]
    public static int Certify(NativeEmbedding* embedding, NativeSet* set, byte* certificate, int* accepted, double* lower, byte** json)
    {
        if (json is not null)
        {
            *json = null;
        }

        return NativeCall.Run(() =>
        {
            RequireTarget(certificate, "certificate");
            RequireTarget(accepted, "accepted");
            RequireTarget(lower, "lower");
            (*accepted, *lower) = (0, 0);
            var f = NativeEmbedding.Read(embedding, "X");
            using var text = new MemoryStream(NativeText.Read(certificate).ToArray());
            var read = CertificateJson.Read(text);
            var check = CertificateCheck.Run(read, f, NativeSet.Read(set, f));
            if (json is not null)
            {
                using var result = new ResultWriter();
                CertifyJson.Write(result, read, check);
                *json = NativeText.Write(result.Finish());
            }

            (*accepted, *lower) = (check.Verdict.Accepted ? 1 : 0, check.Verdict.Lower);
        });
    }

    /// <summary>Runs the body and gives out what it wrote; null when the call fails.</summary>
    private static int WriteJson(byte** json, Action<ResultWriter> body)
    {
        if (json is not null)
        {
            *json = null;
        }

        return NativeCall.Run(() =>
        {
            RequireTarget(json, "json");
            using var result = new ResultWriter();
            body(result);
            *json = NativeText.Write(result.Finish());
        });
    }

    private static void Deliver(NearestSolution solution, NativeNearestResult* target)
    {
        using var result = new ResultWriter();
        NearestJson.Write(result, solution);
        (target->Lower, target->Upper, target->Gap) = (solution.Lower, solution.Upper, solution.Gap);
        (target->Rows, target->Columns, target->Status) = (solution.Nearest.Count, solution.Nearest.Dimension, (int)solution.Status);
        target->Embedding = NativeText.Write(solution.Nearest.Coordinates);
        target->Json = NativeText.Write(result.Finish());
        target->Certificate = solution.Certificate is { } certificate ? NativeText.Write(NearestJson.Of(certificate)) : null;
    }

    private static void RequireTarget(void* pointer, string name)
    {
        if (pointer is null)
        {
            throw new EmbeddingException($"{name}: the pointer is null; give the address of a variable");
        }
    }
}
