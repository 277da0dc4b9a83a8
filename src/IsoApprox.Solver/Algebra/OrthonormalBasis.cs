namespace IsoApprox.Solver.Algebra;

/// <summary>Orthonormal bases by Gram-Schmidt, applied twice ("twice is enough").</summary>
internal static class OrthonormalBasis
{
    private const double RankTolerance = 1e-13;
    private const double AxisTolerance = 1e-3;

    /// <summary>
    /// Orthonormal vectors whose span holds the given ones up to 1e-13 of the longest, completed to <paramref name="size"/> by coordinate
    /// axes; null when more are needed. The vector with the largest residual comes first. Cost O(count size dimension).
    /// </summary>
    internal static List<double[]>? Of(IEnumerable<double[]> vectors, int size)
    {
        var rest = vectors.ToList();
        var result = new List<double[]>();
        var scale = rest.Select(Norm).DefaultIfEmpty(0).Max();
        var residuals = rest.Select(v => (double[])v.Clone()).ToList();
        while (residuals.Count > 0)
        {
            var best = residuals.MaxBy(Norm)!;
            if (!(Norm(best) > RankTolerance * scale))
            {
                break;
            }

            if (result.Count == size)
            {
                return null;
            }

            residuals.Remove(best);
            if (Residual(best, result) is not { } direction)
            {
                continue;
            }

            result.Add(direction);
            residuals.ForEach(v => VectorKernels.AddScaled(-VectorKernels.Dot(v, direction), direction, v));
        }

        var dimension = rest.Count == 0 ? size : rest[0].Length;
        for (var k = 0; k < dimension && result.Count < size; k++)
        {
            var axis = new double[dimension];
            axis[k] = 1;
            if (Residual(axis, result) is { } direction && Norm(axis) > AxisTolerance)
            {
                result.Add(direction);
            }
        }

        return result;
    }

    /// <summary>What is left of x after projection, scaled to length 1; null when nothing is left. x becomes the unscaled rest.</summary>
    internal static double[]? Residual(double[] x, List<double[]> basis)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var direction in basis)
            {
                VectorKernels.AddScaled(-VectorKernels.Dot(x, direction), direction, x);
            }
        }

        var size = Norm(x);
        if (!(size > 0))
        {
            return null;
        }

        var result = (double[])x.Clone();
        VectorKernels.Scale(1 / size, result);
        return result;
    }

    internal static double Norm(double[] x) => Math.Sqrt(VectorKernels.Dot(x, x));
}
