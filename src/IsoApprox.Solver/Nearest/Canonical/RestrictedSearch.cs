using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>One search: starts, rounds of directions for the thickness, repair, a second solve for the canonical embedding.</summary>
internal sealed class RestrictedSearch
{
    private const int Rounds = 8;
    private const int Pairs = 3;
    private const double CanonicalSlack = 1e-3;

    private readonly Embedding _f;
    private readonly NearestSolution _unrestricted;
    private readonly RestrictedSettings _settings;
    private readonly CancellationToken _cancellation;
    private readonly SearchProblem _problem;
    private readonly RestrictionFloor _floor;
    private readonly List<(int From, int To)> _pairs;
    private Candidate? _best;
    private IReadOnlyList<Stretch> _bestStretches = [];
    private IReadOnlyList<SeparationMultiplier> _multipliers = [];

    internal RestrictedSearch(Embedding f, NearestSolution unrestricted, RestrictedSettings settings, CancellationToken cancellation)
    {
        (_f, _unrestricted, _settings, _cancellation) = (f, unrestricted, settings, cancellation);
        _floor = new RestrictionFloor(f, settings.Floor, settings.Level);
        _problem = new SearchProblem(_floor.Problem, f.Dimension, Math.Max(unrestricted.Upper, _floor.Required / 3));
        _pairs = settings.Floor == FloorKind.Scale ? FarthestPairs(f) : [];
    }

    internal RestrictedSolution Run()
    {
        Offer(_unrestricted.Nearest, "unrestricted, scaled up", [], null);
        Offer(_f.ClassCount > 1 && _settings.Floor == FloorKind.AnchorRadius ? OnLine() : null, "class centres on a line", [], null);
        for (var start = 0; start < _settings.Starts && !_cancellation.IsCancellationRequested; start++)
        {
            RunStart(start);
        }

        var best = _best ?? throw new EmbeddingException("no embedding above the floor was found; lower the floor or give more starts");
        return new RestrictedSolution
        {
            Nearest = best.Embedding,
            Canonical = Canonical(best),
            Upper = best.Value,
            Lower = Math.Min(_unrestricted.Lower, best.Value),
            Origin = best.Origin,
            Multipliers = _multipliers,
        };
    }

    internal static IReadOnlyList<SeparationMultiplier> Collect(SearchProblem problem, SparseRows cuts)
    {
        var (order, result) = (problem.Order, new List<SeparationMultiplier>());
        for (var cut = 0; cut < cuts.Rows; cut++)
        {
            var columns = cuts.Columns(cut);
            var values = cuts.Values(cut);
            for (var p = 0; p < columns.Length; p++)
            {
                if (values[p] > 0)
                {
                    result.Add(
                        new SeparationMultiplier(
                            order.Rows[order.Anchor(cut)], order.Rows[columns[p]], order.IsNear(cut, columns[p]), values[p]));
                }
            }
        }

        return [.. result.OrderBy(m => m.Anchor).ThenBy(m => m.Other)];
    }

    private Embedding? OnLine() => ClassLayouts.OnLine(_f, _floor.Problem.Levels, 0, _floor.Required);

    private void RunStart(int start)
    {
        var points = StartingPoints.Create(_problem, _settings.Seed, start).Points;
        var stretches = new List<Stretch>();
        if (_settings.Floor == FloorKind.Scale)
        {
            var (from, to) = _pairs[start % _pairs.Count];
            stretches.Add(Along(Difference(from, to), from, to));
        }
        else if (_settings.Floor == FloorKind.Thickness && _floor.Required > 0)
        {
            stretches.Add(AcrossExtremes(RestrictionFloor.Thickness(_f).Direction));
        }

        for (var round = 0; round < (_settings.Floor == FloorKind.Thickness ? Rounds : 1); round++)
        {
            var solver =
                Solver(new StretchObjective(new LargestDisplacement(_problem.Count, _problem.Dimension), _problem, [.. stretches]));
            solver.Start(points);
            solver.Run();
            var g = _problem.ToResult(solver.Lagrangian.Embedding);
            Offer(g, $"start {start}", [.. stretches], solver);
            if (_settings.Floor != FloorKind.Thickness
                || RestrictionFloor.Thickness(g) is var thickness && thickness.Upper >= _floor.Required * (1 - 1e-6))
            {
                return;
            }

            stretches.Add(AcrossExtremes(thickness.Direction));
            points = _problem.FromResult(g);
        }
    }

    private OuterLoop Solver(IObjective objective)
    {
        OuterLoop? solver = null;
        solver = new OuterLoop(
            _problem, OuterSettings.For(_problem), 1,
            () => _cancellation.IsCancellationRequested || solver?.Lagrangian.Evaluations >= _settings.MaxEvaluations, objective);
        return solver;
    }

    private void Offer(Embedding? g, string origin, IReadOnlyList<Stretch> stretches, OuterLoop? solver)
    {
        foreach (var candidate in g is null ? [] : _floor.Exact(g, origin))
        {
            if (!(candidate.Value >= _best?.Value))
            {
                (_best, _bestStretches) = (candidate, stretches);
                _multipliers = solver is null ? [] : Collect(_problem, solver.Lagrangian.Cuts);
            }
        }
    }

    /// <summary>The second solve, from the best embedding; that embedding itself when the solve gives nothing better.</summary>
    private Embedding Canonical(Candidate best)
    {
        var ceiling = (1 + CanonicalSlack) * best.Value;
        var least = new LeastDisplacement(_problem.Count, _problem.Dimension)
        {
            Ceiling = Math.Pow((1 + (0.9 * CanonicalSlack)) * best.Value / (_problem.Radius * _problem.Scale), 2),
        };
        var solver = Solver(new StretchObjective(least, _problem, _bestStretches));
        solver.Start(_problem.FromResult(best.Embedding));
        solver.Run();
        return _floor.Exact(_problem.ToResult(solver.Lagrangian.Embedding), "canonical").Where(c => c.Value <= ceiling).Append(best)
            .MinBy(c => CanonicalSearch.Squares(_f, c.Embedding, NearestMetric.HausdorffLike))!.Embedding;
    }

    private Stretch AcrossExtremes(double[] direction)
    {
        var along = Enumerable.Range(0, _f.Count).Select(i => Dot(direction, _f[i])).ToArray();
        return Along(direction, Array.IndexOf(along, along.Max()), Array.IndexOf(along, along.Min()));
    }

    private Stretch Along(double[] direction, int from, int to)
    {
        var length = Math.Sqrt(Dot(direction, direction));
        return new Stretch(
            [.. direction.Select(x => length > 0 ? x / length : 0)], _problem.Order.Positions[from], _problem.Order.Positions[to],
            _floor.Required / _problem.Scale);
    }

    private double[] Difference(int from, int to) => [.. Enumerable.Range(0, _f.Dimension).Select(k => _f[from][k] - _f[to][k])];

    private static List<(int From, int To)> FarthestPairs(Embedding f)
    {
        var pairs = from i in Enumerable.Range(0, f.Count)
                    from j in Enumerable.Range(0, i)
                    orderby IsoApprox.Arithmetic.PairwiseDistances.Squared(f[i], f[j]) descending
                    select (i, j);
        return [.. pairs.Take(Pairs)];
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Algebra.VectorKernels.Dot(x, y);
}
