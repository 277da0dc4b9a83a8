using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// The problem in floating point as the linear programs see it: lengths in units of a power of two near the largest one, variables that the
/// gauge fixes left out. Shared by all threads, immutable but for the box, which shrinks with the level between batches.
/// </summary>
internal sealed class DirectionModel
{
    private readonly double[] _distances;
    private readonly double[] _origin;

    internal DirectionModel(Problem problem, int dimension, double level)
    {
        (Problem, Points, Count, Dimension) = (problem, problem.Points, problem.Points.Count, dimension);
        IsIsometric = problem.Metric == NearestMetric.IsometricError;
        var (set, within) = (problem.Set, double.IsFinite(problem.Set.Within) ? problem.Set.Within : 0);
        Unit = Math.ScaleB(1, Math.ILogB(new[] { Diameter.Compute(Points).Value, set.Margin, within, set.Beyond, level }.Max()));
        _distances = new double[Count * Count];
        _origin = new double[Count * Dimension];
        Gauge = IsIsometric ? GaugeChoice.Choose(Points, dimension) : [];
        Relaxation = new BranchRelaxation(problem, dimension, Gauge, level);
        Margin = Relaxation.Radii.Margin / Unit;
        Angles = BranchAngles.Apply(Count, dimension) ? new BranchAngles(Relaxation, problem, level) : null;
        for (var i = 0; i < Count; i++)
        {
            for (var d = 0; d < Math.Min(Dimension, Points.Dimension) && !IsIsometric; d++)
            {
                _origin[(i * Dimension) + d] = (Points[i][d] - Points[0][d]) / Unit;
            }

            for (var k = 0; k < Count; k++)
            {
                _distances[(i * Count) + k] = Relaxation.Distance(i, k).Upper / Unit;
            }
        }

        (Lower, Upper, Variable) = ([], [], []);
        CreateVariables();
        SetLevel(level);
    }

    internal Problem Problem { get; }

    internal Embedding Points { get; }

    internal int Count { get; }

    internal int Dimension { get; }

    internal bool IsIsometric { get; }

    /// <summary>1 (ISO) or 2 (HAUS): how much a distance can change per unit of t.</summary>
    internal int Change => IsIsometric ? 1 : 2;

    /// <summary>Length unit of the linear programs.</summary>
    internal double Unit { get; }

    internal double Margin { get; }

    internal int[] Gauge { get; }

    /// <summary>The trusted bound at the present level.</summary>
    internal BranchRelaxation Relaxation { get; private set; }

    /// <summary>Column of each variable of <see cref="BranchRelaxation.Bounds"/>, -1 when it is fixed at 0.</summary>
    internal int[] Variable { get; private set; }

    /// <summary>Number of columns.</summary>
    internal int Columns { get; private set; }

    /// <summary>Column of t.</summary>
    internal int Level => Columns - 1;

    internal double[] Lower { get; private set; }

    internal double[] Upper { get; private set; }

    /// <summary>What narrows cones; null where it does not apply.</summary>
    internal BranchAngles? Angles { get; }

    internal double Distance(int i, int k) => _distances[(i * Count) + k];

    internal double Origin(int i, int coordinate) => _origin[(i * Dimension) + coordinate];

    internal int Coordinate(int i, int d) => Variable[(i * Dimension) + d];

    /// <summary>True when j is near in a radius of a.</summary>
    internal bool IsNear(int a, int j) => Relaxation.Radii.Near(a, j) >= 0;

    /// <summary>True when k is far in a radius of a.</summary>
    internal bool IsFar(int a, int k) => Relaxation.Radii.Far(a, k) >= 0;

    /// <summary>True when the length of x_ik has a lower limit that is not 0.</summary>
    internal bool IsLong(int i, int k) => IsFar(i, k) && (Margin > 0 || Far(i, k) >= 0);

    /// <summary>Column of the smallest radius of a in which j is near; -1 when it is fixed at 0 or there is none.</summary>
    internal int Near(int a, int j) => Column(Relaxation.Radii.Near(a, j));

    /// <summary>Column of the largest radius of a in which k is far; -1 when it is fixed at 0 or there is none.</summary>
    internal int Far(int a, int k) => Column(Relaxation.Radii.Far(a, k));

    /// <summary>Tightens the box. Not to be called while nodes are being solved.</summary>
    internal void SetLevel(double level)
    {
        Relaxation = new BranchRelaxation(Problem, Dimension, Gauge, level);
        for (var v = 0; v < Variable.Length; v++)
        {
            if (Variable[v] is var column and >= 0)
            {
                var bounds = Relaxation.Bounds(v);
                (Lower[column], Upper[column]) = (bounds.Lower / Unit, bounds.Upper / Unit);
            }
        }
    }

    private int Column(int radius) => radius < 0 ? -1 : Variable[(Count * Dimension) + radius];

    private void CreateVariables()
    {
        Variable = new int[(Count * Dimension) + Relaxation.Radii.Count + 1];
        for (var v = 0; v < Variable.Length; v++)
        {
            Variable[v] = Relaxation.Bounds(v) == Interval.Zero ? -1 : Columns++;
        }

        if (Variable[^1] < 0)
        {
            Variable[^1] = Columns++;
        }

        (Lower, Upper) = (new double[Columns], new double[Columns]);
    }
}
