using System.Globalization;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Branch;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Metric;

/// <summary>
/// Multipliers of the metric relaxation of d_iso as a proof of a lower bound in every dimension.
/// <para>Why it is a lower bound: let g be Triplet-Separated with margin alpha and t = d_iso(f, g). Its distances d_ij and s_i = max_j d_ij
/// over the class of
/// i satisfy (0) d_ij + t >= D_ij,
/// (1) D_ij + t >= d_ij, (2) s_i >= d_ij in the class of i, (3) d_ik >= s_i + alpha for k of another class, (4) d_ik + d_kj >= d_ij for any
/// three points,
/// because they are a metric.
/// The least t over all numbers d, s, t with these properties (a linear program) is therefore at most d_iso(f, F_TS); nothing says that
/// such d belong to
/// points.</para>
/// <para>Why multipliers prove it: t minus the sum of y (left side - right side), y >= 0, is at most t. If t &lt; T, the variables lie in
/// the box |d_ij -
/// D_ij| &lt;= T, 0 &lt;= t &lt;= T,
/// s_i between the largest lower and the largest upper end of its d_ij, and the least value of that affine function over the box is a
/// bound: t >= min(T,
/// least value), whatever the multipliers.
/// Interval arithmetic.</para>
/// </summary>
public sealed record MetricCertificate : Certificate
{
    private const int LargestCount = 2000;
    private const int RowLength = 5;

    /// <summary>T > 0: a bound above it is not claimed.</summary>
    public required double Level { get; init; }

    /// <summary>Rows of five numbers: kind 0 to 4, i, j, k (0 unless the kind is 4), y.</summary>
    public required double[] Rows { get; init; }

    /// <inheritdoc/>
    /// <remarks>Proves d_iso only. Cost O(N^2 n + rows), memory O(N^2).</remarks>
    public override CertificateVerdict Check(Problem problem)
    {
        if (RejectOtherInstance(problem) is { } other)
        {
            return other;
        }

        if (problem.Metric != NearestMetric.IsometricError || problem.Points.Count > LargestCount || Rows is null
            || Rows.Length % RowLength != 0
            || !double.IsFinite(Level) || Level <= 0)
        {
            return CertificateVerdict.Reject(
                $"the metric relaxation bounds d_iso only, of at most {LargestCount} points; or its parts are malformed");
        }

        var source = string.Create(CultureInfo.InvariantCulture, $"metric relaxation, {Rows.Length / RowLength} rows");
        return ExactScaling.Check(
            problem, (scaled, exponent) => Check(scaled, Math.ScaleB(Level, -exponent), source), lower => Accept(problem, lower, source));
    }

    /// <inheritdoc/>
    public override Certificate Rescaled(Problem problem, int exponent) =>
        base.Rescaled(problem, exponent) is MetricCertificate other ? other with { Level = ExactScaling.Down(Level, exponent) } : this;

    private CertificateVerdict Check(Problem problem, double level, string source)
    {
        if (!double.IsFinite(level))
        {
            return CertificateVerdict.Reject("the level is far above the distances of the points");
        }

        var sum = new Sums(problem);
        for (var r = 0; r < Rows.Length; r += RowLength)
        {
            if (!sum.Add(Rows.AsSpan(r, RowLength)))
            {
                return CertificateVerdict.Reject($"row {r / RowLength} is no inequality of the metric relaxation");
            }
        }

        return Accept(problem, Math.Max(0, Math.Min(level, sum.Minimum(level))), source);
    }

    /// <summary>t minus the weighted inequalities, as an affine function of d, s and t.</summary>
    private sealed class Sums(Problem problem)
    {
        private readonly Embedding _f = problem.Points;
        private readonly Interval[] _ofDistance = new Interval[problem.Points.Count * (problem.Points.Count - 1) / 2];
        private readonly Interval[] _ofRadius = new Interval[problem.Points.Count];
        private Interval _ofLevel = 1;
        private Interval _constant;

        internal bool Add(ReadOnlySpan<double> row)
        {
            var (kind, y) = (row[0], row[4]);
            if (!(y >= 0) || !double.IsFinite(y) || !IsRow(row[1]) || !IsRow(row[2]) || !IsRow(row[3]) || row[1] == row[2])
            {
                return false;
            }

            var (i, j, k) = ((int)row[1], (int)row[2], (int)row[3]);
            var same = _f.Classes[i] == _f.Classes[j];
            switch (kind)
            {
                case 0 or 1:
                    var sign = kind == 0 ? -1 : 1;
                    _ofDistance[Pair(i, j)] += sign * y;
                    _ofLevel -= y;
                    _constant -= sign * (Interval)y * Distance(i, j);
                    return true;
                case 2 when same:
                    _ofDistance[Pair(i, j)] += y;
                    _ofRadius[i] -= y;
                    return true;
                case 3 when !same:
                    _ofDistance[Pair(i, j)] -= y;
                    _ofRadius[i] += y;
                    _constant += (Interval)y * problem.Margin;
                    return true;
                case 4 when k != i && k != j:
                    _ofDistance[Pair(i, j)] += y;
                    _ofDistance[Pair(i, k)] -= y;
                    _ofDistance[Pair(k, j)] -= y;
                    return true;
                default:
                    return false;
            }
        }

        internal double Minimum(double level)
        {
            var sum = _constant + (_ofLevel * new Interval(0, level));
            for (var i = 0; i < _f.Count; i++)
            {
                var radius = Interval.Zero;
                for (var j = 0; j < _f.Count; j++)
                {
                    var distance = Distance(i, j);
                    var box = i == j ? Interval.Zero : new Interval(Math.Max(0, (distance - level).Lower), (distance + level).Upper);
                    radius = _f.Classes[i] == _f.Classes[j] ? Interval.Max(radius, box) : radius;
                    if (i < j && _ofDistance[Pair(i, j)] != Interval.Zero)
                    {
                        sum += _ofDistance[Pair(i, j)] * box;
                    }
                }

                sum += _ofRadius[i] * radius;
            }

            return double.IsNaN(sum.Lower) ? double.NegativeInfinity : sum.Lower;
        }

        private bool IsRow(double value) => value >= 0 && value < _f.Count && value == Math.Floor(value);

        private Interval Distance(int i, int j) => EnclosedDistance.Distance(_f[i], _f[j]);

        private int Pair(int i, int j) => BranchRelaxation.Pair(Math.Min(i, j), Math.Max(i, j), _f.Count);
    }
}
