using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Losses;

/// <summary>What is done with each output vector of a model before the loss sees it.</summary>
public enum Normalisation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>x / max(1, ||x||): vectors outside the unit ball are moved to its surface.</summary>
    UnitBall,

    /// <summary>x / ||x||; the zero vector stays where it is and has a zero derivative.</summary>
    UnitSphere,
}

/// <summary>Normalisation of the rows of a matrix and its derivative. Cost O(N n).</summary>
public static class OutputNormalisation
{
    /// <summary>Normalises every row in place.</summary>
    /// <param name="kind">Which normalisation.</param>
    /// <param name="points">Row-major, N n numbers.</param>
    /// <param name="dimension">n.</param>
    public static void Apply(Normalisation kind, Span<double> points, int dimension)
    {
        for (var start = 0; kind != Normalisation.None && start < points.Length; start += dimension)
        {
            var row = points.Slice(start, dimension);
            if (Divisor(kind, row) is var (scale, norm) && norm > 0)
            {
                Divide(row, scale, norm);
            }
        }
    }

    /// <summary>
    /// Turns the derivative by the normalised rows, in place, into the derivative by the rows before normalisation: (I - u u^T) g / ||x||
    /// with u = x / ||x||.
    /// </summary>
    /// <param name="kind">Which normalisation.</param>
    /// <param name="points">The rows before normalisation.</param>
    /// <param name="dimension">n.</param>
    /// <param name="gradient">Derivative by the normalised rows in, by the rows out.</param>
    public static void PullBack(Normalisation kind, ReadOnlySpan<double> points, int dimension, Span<double> gradient)
    {
        if (kind == Normalisation.None)
        {
            return;
        }

        var unit = new double[dimension];
        for (var start = 0; start < points.Length; start += dimension)
        {
            var row = points.Slice(start, dimension);
            var g = gradient.Slice(start, dimension);
            var (scale, norm) = Divisor(kind, row);
            if (norm == 0)
            {
                if (kind == Normalisation.UnitSphere)
                {
                    g.Clear();
                }

                continue;
            }

            row.CopyTo(unit);
            Divide(unit, scale, norm);
            VectorKernels.AddScaled(-VectorKernels.Dot(unit, g), unit, g);
            VectorKernels.Scale(1 / scale, g);
            VectorKernels.Scale(1 / norm, g);
        }
    }

    // Division, not multiplication by the reciprocal: on a line x/|x| is then 1 or -1. In two steps, since scale * norm may lie outside the
    // range of doubles.
    private static void Divide(Span<double> row, double scale, double norm)
    {
        foreach (ref var x in row)
        {
            x = x / scale / norm;
        }
    }

    // ||x|| = scale * norm, where the scale is a power of two near the largest coordinate; norm 0: the row is left as it is.
    private static (double Scale, double Norm) Divisor(Normalisation kind, ReadOnlySpan<double> row)
    {
        var largest = VectorKernels.MaxAbs(row);
        if (largest == 0)
        {
            return (1, 0);
        }

        var scale = Math.ScaleB(1, Math.Max(-1022, Math.ILogB(largest)));
        var sum = 0.0;
        foreach (var x in row)
        {
            sum += x / scale * (x / scale);
        }

        var norm = Math.Sqrt(sum);
        return kind == Normalisation.UnitBall && scale * norm <= 1 ? (1, 0) : (scale, norm);
    }
}
