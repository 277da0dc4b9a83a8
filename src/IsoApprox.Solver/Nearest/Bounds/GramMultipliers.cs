using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// Multipliers of a search, by position, and their way to a <see cref="GramCertificate"/>, the only one. What a certificate proves is
/// decided by its check, not here.
/// </summary>
internal sealed class GramMultipliers
{
    private const double SmallestDistance = 1e-14;
    private readonly SearchProblem _problem;
    private readonly List<(int Cut, int Position, double Value)> _near = [];
    private readonly List<(int Cut, int Position, double Value)> _far = [];
    private readonly List<(int First, int Second, double Value)> _within = [];
    private readonly List<(int First, int Second, double Value)> _beyond = [];
    private readonly List<(int First, int Second, double Value)> _shrunk = [];
    private readonly List<(int First, int Second, double Value)> _grown = [];
    private readonly double[] _mu;
    private double[] _kappa = [];
    private MarginSlopes? _slopes;
    private DampedMatrix? _matrix;

    private GramMultipliers(SearchProblem problem, double[] mu) => (_problem, _mu) = (problem, mu);

    /// <summary>
    /// Those of the nearest problem. HAUS: in units of r0, mu_i as it is. ISO: alpha = a/(2d), beta = b/(2d) with the distances d of g.
    /// </summary>
    internal static GramMultipliers Of(AugmentedLagrangian lagrangian)
    {
        var (problem, isHausdorff) = (lagrangian.Problem, lagrangian.Problem.Metric == NearestMetric.HausdorffLike);
        var result = new GramMultipliers(problem, isHausdorff ? (double[])lagrangian.Level.Clone() : []);
        result.Take(lagrangian.Cuts, lagrangian.Thresholds, isHausdorff ? problem.Radius : 1);
        if (!isHausdorff)
        {
            TakeDistances(result._shrunk, lagrangian.Isometric.Shrunk, lagrangian.SquaredDistances, problem.Count);
            TakeDistances(result._grown, lagrangian.Isometric.Grown, lagrangian.SquaredDistances, problem.Count);
        }

        result._kappa = problem.HasUnitNorms ? result.Norms(lagrangian.Embedding) : [];
        result._slopes = isHausdorff && problem.Margin > 0 ? new MarginSlopes(problem, lagrangian, result._near) : null;
        return result;
    }

    /// <summary>HAUS, canonical: mu_i = 1/N + the multipliers of the caps.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cuts">lambda and nu, in units of r0.</param>
    /// <param name="caps">N multipliers.</param>
    internal static GramMultipliers OfCanonical(SearchProblem problem, SparseRows cuts, double[] caps)
    {
        var result = new GramMultipliers(problem, Array.ConvertAll(caps, m => m + (1.0 / caps.Length)));
        result.Take(cuts, null, problem.Radius);
        return result;
    }

    /// <summary>Those of an interior-point run.</summary>
    internal static GramMultipliers OfInteriorPoint(
        SearchProblem problem, RelaxationConstraints constraints, ReadOnlySpan<double> multipliers)
    {
        var result = new GramMultipliers(problem, multipliers[..problem.Count].ToArray());
        for (var b = problem.Count; b < constraints.Count; b++)
        {
            var (first, second, isNear) = (constraints.First[b], constraints.Second[b], constraints.Sign[b] > 0);
            var cut = constraints.Cut(b);
            var list = cut is null ? (isNear ? result._within : result._beyond) : isNear ? result._near : result._far;
            list.Add((cut ?? first, second, multipliers[b]));
        }

        result.MoveFloor();
        return result;
    }

    /// <summary>The certificate with mu' = (1 - mix) mu + mix/N and Lambda damped by tau.</summary>
    internal GramCertificate Certificate(double mix = 0, double tau = 1)
    {
        PairMultipliers Pairs(List<(int First, int Second, double Value)> pairs, double factor) => PairMultipliers.From(
            pairs.Select(e => (_problem.Order.Rows[e.First], _problem.Order.Rows[e.Second], factor * e.Value)));
        CutMultipliers Cuts(List<(int Cut, int Position, double Value)> cuts) => CutMultipliers.From(cuts.Select(e =>
            (_problem.Order.Rows[_problem.Order.Anchor(e.Cut)], _problem.Order.Boundary(e.Cut), _problem.Order.Rows[e.Position],
                tau * e.Value)));

        return GramCertificate.Empty(_problem.Problem) with
        {
            Mu = ByRow(Mixed(mix)),
            Kappa = ByRow(_kappa),
            Slopes = _slopes?.ByRow() ?? [],
            Lambda = Cuts(_near),
            Nu = Cuts(_far),
            Near = Pairs(_within, tau),
            Far = Pairs(_beyond, tau),
            Alpha = Pairs(_shrunk, 1),
            Beta = Pairs(_grown, 1),
        };
    }

    /// <summary>
    /// HAUS: (tr(F^T M F) - tr(G^T S^-1 G) + offset) / sum mu in floating point, unit of the search, S = M + K + tau Lambda,
    /// G = M F, less the pulls of slopes; null when S has no Cholesky decomposition. Cost O(N^3).
    /// </summary>
    internal double? Bound(double mix, double tau)
    {
        var (n, d, mu) = (_problem.Count, _problem.Dimension, Mixed(mix));
        var s = (_matrix ??= new DampedMatrix(n, Pairs())).Take(tau);
        for (var i = 0; i < n; i++)
        {
            s[(i * n) + i] += (mu[i] * (1 - 1e-13)) + (_kappa.Length > 0 ? _kappa[i] : 0);
        }

        if (FloatingCholesky.TryFactor(s, n) is null)
        {
            return null;
        }

        var (points, value) = (_problem.Points, (tau * Offset()) - _kappa.Sum());
        for (var i = 0; i < n; i++)
        {
            var row = points.AsSpan(i * d, d);
            value += mu[i] * VectorKernels.Dot(row, row);
        }

        value -= InverseForm.Trace(s, n, d, _slopes is { Pulls: var pulls }
            ? (i, k) => (mu[i] * points[(i * d) + k]) - (tau * pulls[(i * d) + k])
            : (i, k) => mu[i] * points[(i * d) + k]);
        return value / mu.Sum();
    }

    private double[] Mixed(double mix) => mix == 0 ? _mu : Array.ConvertAll(_mu, m => ((1 - mix) * m) + (mix / _mu.Length));

    private double[] ByRow(double[] byPosition) => byPosition.Length == 0
        ? []
        : Array.ConvertAll(_problem.Order.Positions, p => byPosition[p]);

    private void Take(SparseRows cuts, SparseRows? thresholds, double factor)
    {
        for (var cut = 0; cut < cuts.Rows; cut++)
        {
            var columns = cuts.Columns(cut);
            var values = cuts.Values(cut);
            for (var p = 0; p < columns.Length; p++)
            {
                (_problem.Order.IsNear(cut, columns[p]) ? _near : _far).Add((cut, columns[p], factor * values[p]));
            }
        }

        for (var i = 0; thresholds is not null && i < thresholds.Rows; i++)
        {
            var columns = thresholds.Columns(i);
            var values = thresholds.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                (_problem.Order.Classes[columns[p]] == _problem.Order.Classes[i] ? _within : _beyond).Add(
                    (i, columns[p], factor * values[p]));
            }
        }

        MoveFloor();
    }

    private static void TakeDistances(List<(int, int, double)> pairs, SparseRows rows, ReadOnlySpan<double> squared, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var columns = rows.Columns(i);
            var values = rows.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                if (Math.Sqrt(squared[(i * count) + columns[p]]) is var distance && distance > SmallestDistance)
                {
                    pairs.Add((i, columns[p], values[p] / (2 * distance)));
                }
            }
        }
    }

    /// <summary>
    /// The demand of an anchor on itself that stands for the least distance b between classes becomes multipliers of that distance.
    /// </summary>
    private void MoveFloor()
    {
        if (_problem.Order.Boundaries == 0 || !(_problem.Beyond > _problem.Margin))
        {
            return;
        }

        var (own, sums) = (new double[_problem.Count], new double[_problem.Count]);
        foreach (var (cut, position, value) in _near)
        {
            own[position] += position == cut ? value : 0;
        }

        foreach (var (cut, _, value) in _far)
        {
            sums[_problem.Order.Anchor(cut)] += cut < _problem.Count ? value : 0;
        }

        for (var e = 0; e < _far.Count; e++)
        {
            var (cut, position, value) = _far[e];
            if (cut < _problem.Count && own[cut] > 0)
            {
                var share = Math.Min(1, own[cut] / sums[cut]);
                _far[e] = (cut, position, (1 - share) * value);
                _beyond.Add((cut, position, share * value));
            }
        }

        _near.RemoveAll(e => e.Position == e.Cut);
    }

    /// <summary>b^2 sum far - a^2 sum near of the thresholds, and alpha^2 sum nu.</summary>
    private double Offset() =>
        (_beyond.Sum(e => e.Value) * _problem.Beyond * _problem.Beyond)
            - (_within.Count == 0 ? 0 : _within.Sum(e => e.Value) * _problem.Within * _problem.Within)
            + (_problem.Margin * _problem.Margin * _far.Sum(e => e.Value));

    /// <summary>All pairs with their signed weights in Lambda, or in Q for the isometric error.</summary>
    private IEnumerable<(int I, int J, double Weight)> Pairs() => _near.Select(e => (_problem.Order.Anchor(e.Cut), e.Position, e.Value))
        .Concat(_far.Select(e => (_problem.Order.Anchor(e.Cut), e.Position, -e.Value)))
        .Concat(_within).Concat(_beyond.Select(e => (e.First, e.Second, -e.Value)))
        .Concat(_grown).Concat(_shrunk.Select(e => (e.First, e.Second, -e.Value)));

    /// <summary>kappa from stationarity where norms are 1: (diag(mu) + K + Lambda) g = diag(mu) f, multiplied by g_i.</summary>
    private double[] Norms(double[] g)
    {
        var (d, kappa) = (_problem.Dimension, new double[_problem.Count]);
        foreach (var (i, j, weight) in Pairs())
        {
            var own = g.AsSpan(i * d, d);
            var other = g.AsSpan(j * d, d);
            var product = VectorKernels.Dot(own, other);
            kappa[i] -= weight * (VectorKernels.Dot(own, own) - product);
            kappa[j] -= weight * (VectorKernels.Dot(other, other) - product);
        }

        for (var i = 0; i < _mu.Length; i++)
        {
            var own = g.AsSpan(i * d, d);
            kappa[i] += _mu[i] * (VectorKernels.Dot(_problem.Points.AsSpan(i * d, d), own) - VectorKernels.Dot(own, own));
        }

        return kappa;
    }
}
