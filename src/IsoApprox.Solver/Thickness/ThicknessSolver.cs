using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Solver.Thickness;

/// <summary>Computes the thickness of a point set.</summary>
public static class ThicknessSolver
{
    /// <summary>Largest dimension that the branch and bound is tried on.</summary>
    public const int LargestExactDimension = 12;

    /// <summary>theta(A) with default settings.</summary>
    /// <param name="f">The points; labels are not used.</param>
    /// <param name="seed">Seed of the local search's random starts.</param>
    /// <param name="cancellation">Stops the search; what is proved so far is returned.</param>
    public static ThicknessInterval Compute(Embedding f, int seed = 1, CancellationToken cancellation = default) =>
        Compute(f, new ThicknessSettings { Seed = seed }, cancellation);

    /// <summary>
    /// theta(A) = min over unit e of (max_i e.a_i - min_i e.a_i) as an interval with rigorous ends: exact for n = 1 (range) and n = 2
    /// (rotating calipers), 0 when the points lie in a hyperplane, branch and bound to the asked gap for n &lt;= 12 within the limits,
    /// otherwise local search above and the weighted covariance below.
    /// </summary>
    /// <param name="f">The points; labels are not used.</param>
    /// <param name="settings">Mode, gap and limits.</param>
    /// <param name="cancellation">Stops the search; what is proved so far is returned.</param>
    public static ThicknessInterval Compute(Embedding f, ThicknessSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(settings);
        if (ScaledPoints.Of(f) is { } scaled)
        {
            return scaled.Restore(Compute(scaled.Points, settings, cancellation));
        }

        var result = f.Dimension switch
        {
            1 => Range(f),
            2 => PlanarWidth.Compute(f),
            _ => General(f, settings, cancellation),
        };
        return settings.Certify && result.Certificate is null
            ? result with { Certificate = WidthLog.Of(f, result, settings, cancellation) }
            : result;
    }

    /// <summary>
    /// A certificate of a lower bound of the thickness (60 to 100 % of it) that the core checks without any solver: the E-optimal weights
    /// with their whitening basis. Null when the points are flat to working accuracy. Cost O(N n^2 + n^3) for each of at most 400 updates.
    /// </summary>
    /// <param name="f">The points; labels are not used.</param>
    /// <param name="cancellation">Stops the updates; the best weights so far are used.</param>
    public static ThicknessCertificate? Certify(Embedding f, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (ScaledPoints.Of(f) is { } scaled)
        {
            return (ThicknessCertificate?)scaled.Restore(Certify(scaled.Points, cancellation));
        }

        var points = CentredPoints.Create(f);
        return f.Count > f.Dimension && points.Scale > 0 ? Certify(points, EOptimalDesign.Compute(points, cancellation)) : null;
    }

    private static ThicknessInterval Range(Embedding f)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var x in f.Coordinates)
        {
            (low, high) = (Math.Min(low, x), Math.Max(high, x));
        }

        // The rounding error of high - low is itself a double (Knuth's TwoSum), so its sign says on which side the exact range lies.
        var range = high - low;
        var part = range - high;
        var error = high - (range - part) + (-low - part);
        var (lower, upper) = (error < 0 ? Math.BitDecrement(range) : range, error > 0 ? Math.BitIncrement(range) : range);
        return new ThicknessInterval(lower, upper, [1], range == 0 ? "zero (rank)" : "range");
    }

    private static ThicknessInterval General(Embedding f, ThicknessSettings settings, CancellationToken cancellation)
    {
        var points = CentredPoints.Create(f);
        if (FlatDirection(points) is { } flat)
        {
            var deficient = ModularRank.IsCertainlyDeficient(f);
            return new ThicknessInterval(
                0, deficient ? 0 : Width.Enclose(f, flat).Upper, flat, deficient ? "zero (rank)" : "flat to working accuracy");
        }

        var exact = settings.Mode == ThicknessMode.Exact && f.Dimension <= LargestExactDimension
            ? BranchAndBound(f, points, settings, cancellation)
            : null;
        return exact is { Finished: true } ? exact.Interval : Bounds(f, points, settings, exact?.Interval, cancellation);
    }

    private sealed record Attempt(ThicknessInterval Interval, bool Finished);

    private static Attempt BranchAndBound(Embedding f, CentredPoints points, ThicknessSettings settings, CancellationToken cancellation)
    {
        var start = LocalSearchStarts.Search(points, null, settings.Seed, cancellation);
        var result = WidthBranchAndBound.Solve(points, start, settings, cancellation);
        var upper = Width.Enclose(f, result.Direction).Upper;
        var lower = Math.Min((result.Lower * (Interval)points.Scale).Lower, upper);
        var interval = new ThicknessInterval(Math.Max(0, lower), upper, result.Direction, "branch and bound");
        return new Attempt(interval with { Certificate = WidthLog.Certify(f, result, lower) }, result.Finished);
    }

    /// <summary>The certified bound and the local search, with the ends of an unfinished branch and bound where those are better.</summary>
    private static ThicknessInterval Bounds(
        Embedding f, CentredPoints points, ThicknessSettings settings, ThicknessInterval? unfinished, CancellationToken cancellation)
    {
        var weights = EOptimalDesign.Compute(points, cancellation);
        var certificate = Certify(points, weights);
        var direction = LocalSearchStarts.Search(points, weights, settings.Seed, cancellation);
        var upper = Width.Enclose(f, direction).Upper;
        if (unfinished is not null && unfinished.Upper <= upper)
        {
            (direction, upper) = (unfinished.Direction, unfinished.Upper);
        }

        var certified = certificate?.Check(f) ?? 0;
        if (unfinished is not null && unfinished.Lower > certified)
        {
            return new ThicknessInterval(Math.Min(unfinished.Lower, upper), upper, direction, "branch and bound, not finished")
            {
                Certificate = unfinished.Certificate,
            };
        }

        return new ThicknessInterval(Math.Min(certified, upper), upper, direction, "local search and weighted covariance")
        {
            Certificate = certified > 0 ? certificate : null,
        };
    }

    /// <summary>
    /// A direction without extent: any one when N &lt;= n, a constant coordinate, or the last singular vector when its singular value is
    /// lost in rounding.
    /// </summary>
    private static double[]? FlatDirection(CentredPoints points)
    {
        var n = points.Dimension;
        var constant = Array.FindIndex(points.Columns, column => !column.AsSpan().ContainsAnyExcept(0.0));
        if (constant >= 0)
        {
            var axis = new double[n];
            axis[constant] = 1;
            return axis;
        }

        var uniform = new double[points.Count];
        uniform.AsSpan().Fill(1.0 / points.Count);
        var columns = Array.ConvertAll(points.Columns, column => column[..points.Count]);
        return points.Count <= n ? NullDirection.BesideRows(WeightedCovariance.Centre(columns, uniform))
            : WhiteningBasis.Compute(columns, uniform) is not null ? null
            : NullDirection.OfColumns(WeightedCovariance.Centre(columns, uniform));
    }

    private static ThicknessCertificate? Certify(CentredPoints points, double[] weights)
    {
        var n = points.Dimension;
        var used = Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0).ToArray();
        var columns = Array.ConvertAll(points.Columns, column => Array.ConvertAll(used, i => column[i]));
        var basis = WhiteningBasis.Compute(columns, Array.ConvertAll(used, i => weights[i]));
        if (basis is null)
        {
            return null;
        }

        var data = new double[n * n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
            {
                data[(r * n) + c] = basis[r, c] / points.Scale;
            }
        }

        return new ThicknessCertificate(weights, data);
    }
}
