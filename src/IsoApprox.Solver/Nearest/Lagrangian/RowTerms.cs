using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// All terms of one anchor, of its cuts and its thresholds, from its row of squared distances. Different anchors may be evaluated at once.
/// </summary>
internal sealed class RowTerms
{
    private readonly SearchProblem _problem;
    private readonly double[] _values;
    private readonly double[] _violations;
    private readonly double[] _needed;

    /// <param name="problem">The problem.</param>
    internal RowTerms(SearchProblem problem)
    {
        var n = problem.Count;
        (_problem, _values, _violations, _needed) = (problem, new double[n], new double[n], new double[n]);
        Derivatives = new SparseRows(n);
        Cuts = new CutTerms(problem, Derivatives);
        Thresholds = problem.HasThresholds ? new ThresholdTerms(problem, Derivatives) : null;
    }

    internal CutTerms Cuts { get; }

    /// <summary>Null without thresholds.</summary>
    internal ThresholdTerms? Thresholds { get; }

    /// <summary>Derivatives by squared distances, by position of the anchor.</summary>
    internal SparseRows Derivatives { get; }

    /// <summary>Unit of the squared distances that <see cref="Evaluate"/> leaves in a row.</summary>
    internal double Unit => _problem.Order.Boundaries > 0 ? 1 / _problem.Radius : 1;

    /// <summary>Far positions within this distance counted in the last evaluation of an anchor.</summary>
    internal double Needed(int at) => _needed[at];

    /// <summary>Returns the largest squared distance at which far positions count.</summary>
    /// <param name="at">Position of the anchor.</param>
    /// <param name="row">Squared distances; overwritten: the last cut leaves them in units of r0.</param>
    /// <param name="listed">Which far positions are known.</param>
    /// <param name="scratch">Buffers.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">By how much the constraints are tightened.</param>
    internal double Evaluate(int at, Span<double> row, ListedFar listed, RowScratch scratch, double penalty, double slack)
    {
        Derivatives.ClearRow(at);
        var (value, violation, needed) = (0.0, double.NegativeInfinity, 0.0);
        if (Thresholds is not null)
        {
            Take(Thresholds.Evaluate(at, row, listed, scratch, penalty, slack));
        }

        var boundaries = _problem.Order.Boundaries;
        for (var b = 0; b < boundaries; b++)
        {
            var work = row;
            if (b < boundaries - 1)
            {
                work = scratch.Cut;
                row.CopyTo(work);
            }

            Take(Cuts.Evaluate((b * _problem.Count) + at, work, listed, scratch, penalty, slack));
        }

        (_values[at], _violations[at], _needed[at]) = (value, violation, Math.Sqrt(needed));
        return needed;

        void Take(CutResult result)
        {
            value += result.Value;
            violation = Math.Max(violation, result.Violation);
            needed = Math.Max(needed, result.Needed);
        }
    }

    /// <summary>Puts what carries a multiplier at no distance: it counts wherever it is.</summary>
    internal void Include(int at, Span<double> row)
    {
        for (var b = 0; b < _problem.Order.Boundaries; b++)
        {
            Include(row, Cuts.Multipliers.Columns((b * _problem.Count) + at));
        }

        Include(row, Thresholds is null ? [] : Thresholds.Multipliers.Columns(at));
    }

    /// <summary>Sum of the values and largest violation of all anchors at their last evaluation.</summary>
    internal (double Value, double Violation) Total()
    {
        var (value, violation) = (0.0, double.NegativeInfinity);
        for (var p = 0; p < _values.Length; p++)
        {
            (value, violation) = (value + _values[p], Math.Max(violation, _violations[p]));
        }

        return (value, violation);
    }

    /// <summary>Takes the updated multipliers; see <see cref="ISetTerms.Update"/>.</summary>
    internal double Update(double[] zeros)
    {
        var change = Cuts.Next.MaxDifference(Cuts.Multipliers, zeros, Cuts.Stiffness);
        Cuts.Multipliers.CopyFrom(Cuts.Next);
        if (Thresholds is not null)
        {
            change = Math.Max(change, Thresholds.Next.MaxDifference(Thresholds.Multipliers, zeros));
            Thresholds.Multipliers.CopyFrom(Thresholds.Next);
        }

        return change;
    }

    private static void Include(Span<double> row, ReadOnlySpan<int> positions)
    {
        foreach (var q in positions)
        {
            row[q] = double.NegativeInfinity;
        }
    }
}
