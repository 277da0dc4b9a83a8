namespace IsoApprox.Arithmetic;

/// <summary>
/// Decides "certainly positive definite" or "don't know" for an interval matrix; never a false yes. The rows are scaled by powers of two to
/// a diagonal in [1, 4) (exact), so B = E A E; with midpoint B_m and radius matrix B_r every matrix of B satisfies lambda_min >=
/// lambda_min(B_m) - ||B_r||. If the floating Cholesky decomposition of C = fl(B_m - s I) runs through, its backward error (see
/// <see cref="FloatingCholesky"/>) is at most gamma/(1 - gamma) tr C in norm, gamma = (N+1)u/(1 - (N+1)u), because ||row i of L||^2 &lt;=
/// C_ii/(1 - gamma). Hence lambda_min(B) > s - gamma/(1 - gamma) tr C - u max C_ii - ||B_r|| - underflow. Source: S. M. Rump, Verification
/// of positive definiteness, BIT 46 (2006) 433-452. For small N interval Cholesky is tried as well.
/// </summary>
public sealed class VerifiedDefiniteness
{
    private const double UnitRoundoff = 1.0 / (1L << 53);
    private const double UnderflowSlack = 1e-290; // far above N (2N+4) 2^-1070 for every N that fits in memory
    private const int IntervalLimit = 48;
    private readonly SymmetricIntervalMatrix _scaled;
    private readonly double[] _middle;
    private readonly int[] _exponents;
    private double[]? _spare;

    /// <summary>Prepares a matrix. Cost O(N^2).</summary>
    /// <param name="matrix">The matrix A.</param>
    /// <param name="equilibrate">True: scale every row by its own power of two. False: one common power of two, so that a shift means the
    /// same for every row.</param>
    public VerifiedDefiniteness(SymmetricIntervalMatrix matrix, bool equilibrate = true)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var n = Size = matrix.Size;
        _exponents = Exponents(matrix, equilibrate, out var usable);
        _scaled = matrix;
        _middle = [];
        Slack = double.PositiveInfinity;
        if (!usable)
        {
            return;
        }

        _scaled = new SymmetricIntervalMatrix(n <= IntervalLimit ? n : 0);
        _middle = new double[(long)n * n];
        var rowRadius = new double[n];
        var (trace, largest) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var entry = matrix[i, j].ScaleB(_exponents[i] + _exponents[j]);
                var middle = entry.Lower + ((entry.Upper - entry.Lower) / 2);
                var radius = entry.IsPoint ? 0 : Math.BitIncrement(Math.Max(entry.Upper - middle, middle - entry.Lower));
                _middle[((long)i * n) + j] = middle;
                rowRadius[i] += radius;
                rowRadius[j] += i == j ? 0 : radius;
                if (n <= IntervalLimit)
                {
                    _scaled[i, j] = entry;
                }
            }

            var diagonal = Math.Abs(_middle[((long)i * n) + i]);
            (trace, largest) = (trace + diagonal, Math.Max(largest, diagonal));
        }

        // Sums of n nonnegative terms have relative error below n u; the factor 1 + 1e-6 covers that and the products below for n < 10^9.
        (Trace, Largest, Radius) = (trace, largest, n == 0 ? 0 : rowRadius.Max());
        Slack = SlackFor(0);
    }

    /// <summary>N.</summary>
    public int Size { get; }

    /// <summary>Row i of the scaled matrix B is row i of A times 2^Exponents[i] (and the column likewise).</summary>
    public IReadOnlyList<int> RowExponents => _exponents;

    /// <summary>
    /// The distance above a shift that lambda_min(B) must have to be recognised; infinite when a diagonal entry is not certainly positive.
    /// </summary>
    public double Slack { get; }

    private double Trace { get; }

    private double Largest { get; }

    private double Radius { get; }

    /// <summary>True only when every symmetric matrix in <paramref name="matrix"/> is positive definite.</summary>
    /// <param name="matrix">The matrix.</param>
    public static bool IsCertainlyPositiveDefinite(SymmetricIntervalMatrix matrix) => new VerifiedDefiniteness(matrix).IsCertainlyAbove(0);

    /// <summary>
    /// True only when lambda_min(B) > <paramref name="shift"/> for every matrix in B. False: don't know. Cost N^3/3 multiply-adds.
    /// </summary>
    /// <param name="shift">Any finite number; negative: B + |shift| I is positive definite.</param>
    public bool IsCertainlyAbove(double shift)
    {
        if (Size == 0)
        {
            return true;
        }

        var total = Math.BitIncrement(shift + SlackFor(shift));
        return double.IsFinite(total)
            && (Factors(total)
                || (Size <= IntervalLimit && IntervalCholesky.IsCertainlyPositiveDefinite(_scaled, shift)));
    }

    /// <summary>The floating decomposition of the midpoint of B - shift I, null when it fails. Proves nothing; for solving with.</summary>
    /// <param name="shift">The shift.</param>
    public FloatingCholesky? FactorShifted(double shift)
    {
        if (double.IsInfinity(Slack))
        {
            return null;
        }

        var copy = Interlocked.Exchange(ref _spare, null) ?? new double[_middle.LongLength];
        _middle.CopyTo(copy, 0);
        for (var i = 0; i < Size; i++)
        {
            copy[((long)i * Size) + i] -= shift;
        }

        if (FloatingCholesky.TryFactor(copy, Size) is { } factor)
        {
            return factor;
        }

        _spare = copy;
        return null;
    }

    /// <summary>True when the decomposition exists; its memory is used again.</summary>
    private bool Factors(double shift)
    {
        var factor = FactorShifted(shift);
        _spare = factor?.Entries ?? _spare;
        return factor is not null;
    }

    private static int[] Exponents(SymmetricIntervalMatrix matrix, bool equilibrate, out bool usable)
    {
        var exponents = new int[matrix.Size];
        usable = true;
        for (var i = 0; i < exponents.Length; i++)
        {
            var diagonal = matrix[i, i];
            usable &= diagonal.Lower > 0 && double.IsFinite(diagonal.Upper);
            exponents[i] = usable ? -(Math.ILogB(diagonal.Upper) >> 1) : 0;
        }

        if (!equilibrate && usable && exponents.Length > 0)
        {
            Array.Fill(exponents, exponents.Min());
        }

        return exponents;
    }

    private double SlackFor(double shift)
    {
        var trace = Trace + (Size * Math.Abs(shift));
        var gamma = (Size + 4) * UnitRoundoff / (1 - (2 * (Size + 4) * UnitRoundoff));
        return ((gamma * trace) + (4 * UnitRoundoff * (Largest + Math.Abs(shift))) + Radius + UnderflowSlack) * (1 + 1e-6);
    }
}
