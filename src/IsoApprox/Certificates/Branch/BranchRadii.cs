using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Branch;

/// <summary>
/// The radii of a <see cref="BranchRelaxation"/>. Comparisons: for each row a and boundary l between levels, radius l - 1 of a, the largest
/// ||g_a - g_j|| over the rows j of a level below l (or b - alpha, if the set keeps classes b apart, that is more); rows of level l and
/// above are at least alpha farther. So a row of level l is near in radius l and all later ones, far in radius l - 1 and all earlier ones;
/// those two are the tightest. Thresholds: radius 0 is a, radius 1 is b, rows of the class are near in the first, others far in the second,
/// and nothing is added. Everything else that the set demands (norms, a diameter) is left out, which keeps bounds valid.
/// </summary>
public sealed class BranchRadii
{
    private readonly Problem _problem;
    private readonly bool _compares;

    internal BranchRadii(Problem problem)
    {
        (_problem, _compares) = (problem, problem.Set.HasComparisons);
        PerRow = _compares ? Math.Max(1, problem.Levels.Count - 1) : 2;
    }

    /// <summary>Number of radii of each row.</summary>
    public int PerRow { get; }

    /// <summary>Number of radii of all rows; radius r of row a has number a <see cref="PerRow"/> + r.</summary>
    public int Count => PerRow * _problem.Points.Count;

    /// <summary>alpha.</summary>
    public double Margin => _compares ? _problem.Set.Margin : 0;

    /// <summary>The number of the smallest radius of row a in which row j is near; -1 when there is none.</summary>
    /// <param name="a">Row.</param>
    /// <param name="j">Row.</param>
    public int Near(int a, int j)
    {
        var level = _problem.Level(a, j);
        return _compares ? Number(a, level, level < PerRow) : Number(a, 0, level == 0);
    }

    /// <summary>The number of the largest radius of row a in which row k is far; -1 when there is none.</summary>
    /// <param name="a">Row.</param>
    /// <param name="k">Row.</param>
    public int Far(int a, int k)
    {
        var level = _problem.Level(a, k);
        return _compares ? Number(a, level - 1, level > 0) : Number(a, 1, level > 0);
    }

    /// <summary>True when row j is near in radius r of row a, which has comparisons.</summary>
    internal bool IsNear(int a, int j, int r) => _problem.Level(a, j) <= r;

    /// <summary>The value of a radius that the set gives; null where it is a variable.</summary>
    internal Interval? Given(int r) => _compares ? null : r == 0 ? _problem.Set.Within : _problem.Set.Beyond;

    /// <summary>What radius r is at least because classes are kept apart.</summary>
    internal Interval Floor(int r) => r == 0 && _problem.Set.Beyond > 0
        ? Interval.Max(Interval.Zero, (Interval)_problem.Set.Beyond - _problem.Set.Margin)
        : Interval.Zero;

    private int Number(int a, int r, bool exists) => exists ? (a * PerRow) + r : -1;
}
