namespace IsoApprox.Solver.Algebra;

/// <summary>A decomposed symmetric matrix.</summary>
internal interface ILinearFactor
{
    /// <summary>Solves A x = b in place.</summary>
    /// <param name="x">b in, x out.</param>
    void Solve(Span<double> x);
}

/// <summary>
/// Which dense linear algebra is in use. The environment variable ISOAPPROX_LAPACK chooses: managed (the default), mkl, openblas, or auto
/// (the first native library that is found). A library that is asked for and not found is replaced by the managed code;
/// <see cref="Description"/> says so.
/// </summary>
public static class LinearAlgebra
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "ISOAPPROX_LAPACK";

    private static readonly Lazy<(NativeLapack? Library, string Description)> Chosen =
        new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>
    /// One line for reports, for example "managed; MathNet.Numerics, managed" or "LAPACK of libopenblas.so.0; MathNet.Numerics with MKL".
    /// </summary>
    public static string Description =>
        Chosen.Value.Description + (MklProvider.IsInUse ? "; MathNet.Numerics with MKL" : "; MathNet.Numerics, managed");

    /// <summary>Decomposes a quasidefinite matrix; null when it is not one in floating point.</summary>
    /// <param name="matrix">size x size row-major, lower triangle read; destroyed.</param>
    /// <param name="size">Order.</param>
    /// <param name="positive">Number of leading positive pivots.</param>
    internal static ILinearFactor? TryFactor(double[] matrix, int size, int positive) =>
        Chosen.Value.Library is { } library ? library.TryFactor(matrix, size, positive) : SignedCholesky.TryFactor(matrix, size, positive);

    /// <summary>The library for a value of the variable.</summary>
    internal static (NativeLapack? Library, string Description) Choose(string? wanted)
    {
        const string managed = "managed";
        var names = wanted?.Trim().ToLowerInvariant() switch
        {
            null or "" or managed => [],
            "mkl" => NativeLapack.MklNames,
            "openblas" => NativeLapack.OpenBlasNames,
            "auto" => [.. NativeLapack.MklNames, .. NativeLapack.OpenBlasNames],
            _ => (string[]?)null,
        };
        if (names is null)
        {
            return (null, $"{managed} ({Variable}={wanted} is not managed, mkl, openblas or auto)");
        }

        foreach (var name in names)
        {
            if (NativeLapack.TryLoad(name) is { } library)
            {
                return (library, $"LAPACK of {name}");
            }
        }

        return (null, names.Length == 0 ? managed : $"{managed} ({Variable}={wanted}: no such library)");
    }
}
