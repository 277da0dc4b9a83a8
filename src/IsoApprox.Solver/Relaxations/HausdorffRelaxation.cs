using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Relaxations;

/// <summary>Solution of the Gram relaxation of d_haus.</summary>
/// <param name="Certificate">Its multipliers.</param>
/// <param name="Points">g, N x n in search coordinates.</param>
/// <param name="Lifted">Gram matrix W of the additional coordinates, N x N; 0 where no dimension is lost.</param>
internal sealed record RelaxedSolution(GramCertificate Certificate, double[] Points, double[] Lifted);

/// <summary>
/// Solves the Gram relaxation of d_haus(f, F_TS), that is the problem with free dimension, by an interior-point method over a working set of comparisons.
/// The set starts from all comparisons (small N) or from those that a search found close to active, and grows by the ones the relaxed solution violates.
/// </summary>
internal sealed class HausdorffRelaxation(ScaledProblem scaled, Problem problem)
{
    private const int CompleteUpTo = 900;
    private const int LargestSet = 2600;
    private const int MaxRounds = 8;
    private const int NearestKept = 3;

    /// <summary>Largest N this method takes: one comparison in each direction for every point must fit into the working set.</summary>
    internal const int LargestCount = 200;

    /// <summary>All N (N - 1) comparisons fit.</summary>
    internal bool IsSmall => (long)scaled.Count * scaled.Count <= CompleteUpTo;

    /// <param name="distances">Squared distances, N x N, of an approximate solution in search coordinates; not needed when <see cref="IsSmall"/>.</param>
    /// <param name="active">Comparisons with a multiplier in that solution.</param>
    /// <param name="tolerance">Relative complementarity.</param>
    /// <param name="accept">Told each precise solution; true when it is good enough although comparisons outside the working set may be violated a little.</param>
    /// <param name="stop">Polled between iterations.</param>
    internal void Solve(ReadOnlySpan<double> distances, SparseRows? active, double tolerance, Func<RelaxedSolution, bool> accept, Func<bool> stop)
    {
        var constraints = new SeparationConstraints(scaled.Count, scaled.Classes, scaled.Margin);
        if (IsSmall)
        {
            constraints.AddAll();
        }
        else
        {
            AddClose(constraints, distances, active);
        }

        var precise = IsSmall;
        HausdorffInteriorPoint? previous = null;
        for (var round = 0; round < MaxRounds && constraints.Count <= LargestSet && !stop(); round++)
        {
            var method = new HausdorffInteriorPoint(scaled.Points, scaled.Count, constraints);
            method.Solve(precise ? tolerance : Math.Max(tolerance, HausdorffInteriorPoint.LooseTolerance), previous, stop);
            if (!method.HasRun)
            {
                return;
            }

            if (precise && accept(ToSolution(constraints, method)))
            {
                return;
            }

            var added = AddViolated(constraints, method);
            if (precise && added == 0)
            {
                return;
            }

            (previous, precise) = (precise ? previous : method, precise || added <= scaled.Count / 4);
        }
    }

    private RelaxedSolution ToSolution(SeparationConstraints constraints, HausdorffInteriorPoint method) => new(
        Multipliers.FromInteriorPoint(problem, constraints, method.Multipliers), method.Points.ToArray(), method.LiftedGram());

    /// <summary>Comparisons with a multiplier, and for each anchor its farthest positives and nearest negatives.</summary>
    private void AddClose(SeparationConstraints constraints, ReadOnlySpan<double> distances, SparseRows? active)
    {
        var n = scaled.Count;
        for (var i = 0; i < n; i++)
        {
            foreach (var j in active is null ? [] : active.Columns(i))
            {
                constraints.Add(i, j);
            }

            var row = distances.Slice(i * n, n).ToArray();
            var own = scaled.Classes[i];
            var positives = Enumerable.Range(0, n).Where(j => j != i && scaled.Classes[j] == own).OrderByDescending(j => row[j]).Take(NearestKept).ToArray();
            var negatives = Enumerable.Range(0, n).Where(j => scaled.Classes[j] != own).OrderBy(j => row[j]).Take(NearestKept).ToArray();
            if (positives.Length > 0 && negatives.Length > 0)
            {
                Array.ForEach(positives, j => constraints.Add(i, j));
                Array.ForEach(negatives, j => constraints.Add(i, j));
            }
        }
    }

    /// <summary>For each anchor the comparisons that the relaxed solution violates against the best opposite one.</summary>
    private int AddViolated(SeparationConstraints constraints, HausdorffInteriorPoint method)
    {
        var (n, added) = (scaled.Count, 0);
        var squared = new double[n];
        for (var i = 0; i < n; i++)
        {
            var (farthest, nearest) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var j = 0; j < n; j++)
            {
                squared[j] = j == i ? 0 : method.SquaredDistance(i, j);
                if (scaled.Classes[j] != scaled.Classes[i])
                {
                    nearest = Math.Min(nearest, squared[j]);
                }
                else if (j != i)
                {
                    farthest = Math.Max(farthest, squared[j]);
                }
            }

            if (double.IsNegativeInfinity(farthest) || double.IsPositiveInfinity(nearest) || farthest <= nearest + (1e-9 * scaled.Radius))
            {
                continue;
            }

            var middle = 0.5 * (farthest + nearest);
            for (var j = 0; j < n; j++)
            {
                var bad = scaled.Classes[j] == scaled.Classes[i] ? j != i && squared[j] > middle : squared[j] < middle;
                added += bad && constraints.Add(i, j) ? 1 : 0;
            }
        }

        return added;
    }
}
