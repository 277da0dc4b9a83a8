using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Lists of the far positions near each anchor that stay complete while the points move little (Verlet, Phys. Rev. 159, 1967): an anchor's
/// list holds all far positions within a reach; when the anchor has moved by a and no point by more than m since the lists were made, every
/// other one is still farther than the reach less a + m. Positions are those of the caller. Memory O(N n + entries).
/// </summary>
/// <param name="count">N.</param>
/// <param name="dimension">n.</param>
/// <param name="longestShare">Lists of more than this share of the points cost as much as all distances.</param>
internal sealed class NeighbourLists(int count, int dimension, double longestShare) : IFarLists
{
    /// <summary>A list should last about half as many evaluations.</summary>
    private const double Lifetime = 16;

    /// <summary>Lists made with a skin of more than this many times the present one are needlessly long.</summary>
    private const double LongSkin = 3;

    /// <summary>The rate at which points move is the largest of late, forgotten by this factor at each evaluation.</summary>
    private const double Forgotten = 0.8;
    private const double LeastSkin = 1e-6;
    private const int Rows = 64;

    private readonly double[] _reference = new double[count * dimension];
    private readonly double[] _last = new double[count * dimension];
    private readonly double[] _drift = new double[count];
    private readonly double[] _move = new double[count];
    private readonly double[] _reach = new double[count];
    private readonly int[][] _lists = [.. Enumerable.Repeat(Array.Empty<int>(), count)];
    private readonly int[] _lengths = new int[count];
    private double _rate = double.PositiveInfinity;
    private double _largestDrift;
    private bool _hasMoved;
    private double _skin;

    /// <inheritdoc/>
    /// <remarks>There are lists, and new ones would not be much shorter.</remarks>
    public bool AreOfUse => Exist && _skin <= LongSkin * Skin;

    private bool Exist { get; set; }

    /// <summary>How far beyond what is needed a list reaches at present.</summary>
    private double Skin => Math.Max(LeastSkin, Lifetime * _rate);

    /// <inheritdoc/>
    public void Move(double[] points, ParallelOptions? parallel)
    {
        ForEach.Run((count + Rows - 1) / Rows, parallel, s =>
        {
            for (var q = s * Rows; q < Math.Min(count, (s + 1) * Rows); q++)
            {
                var row = points.AsSpan(q * dimension, dimension);
                _move[q] = VectorKernels.SquaredDistance(row, _last.AsSpan(q * dimension, dimension));
                _drift[q] = Exist ? Math.Sqrt(VectorKernels.SquaredDistance(row, _reference.AsSpan(q * dimension, dimension))) : 0;
                row.CopyTo(_last.AsSpan(q * dimension, dimension));
            }
        });
        var move = Math.Sqrt(VectorKernels.Max(_move));
        _rate = !_hasMoved ? double.PositiveInfinity : double.IsInfinity(_rate) ? move : Math.Max(move, Forgotten * _rate);
        _hasMoved = true;
        _largestDrift = Exist ? VectorKernels.Max(_drift) : 0;
    }

    /// <inheritdoc/>
    /// <remarks>The points of the last move become the reference of all lists, when these would last.</remarks>
    public bool Renew(double farthest)
    {
        Exist = Skin <= farthest;
        if (Exist)
        {
            _last.AsSpan().CopyTo(_reference);
            _drift.AsSpan().Clear();
            _largestDrift = 0;
            _skin = Skin;
        }

        return Exist;
    }

    /// <inheritdoc/>
    /// <remarks>Never: a list for one evaluation costs more than its row.</remarks>
    public bool Extend(IReadOnlyCollection<int> anchors, ParallelOptions? parallel) => false;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Of(int anchor) => _lists[anchor].AsSpan(0, _lengths[anchor]);

    /// <inheritdoc/>
    public double Reach(int anchor) => _reach[anchor] - _drift[anchor] - _largestDrift;

    /// <inheritdoc/>
    public void List(int anchor, ReadOnlySpan<double> squared, (int Start, int End)[] kept, double needed, double scale)
    {
        var drift = _drift[anchor] + _largestDrift;
        var reach = needed + Skin + drift;
        var limit = reach * reach * scale;
        var (list, length, at) = (_lists[anchor], 0, 0);
        for (var r = 0; r <= kept.Length; r++)
        {
            for (var end = r < kept.Length ? kept[r].Start : count; at < end; at++)
            {
                if (squared[at] < limit)
                {
                    if (length == list.Length)
                    {
                        Array.Resize(ref list, Math.Max(16, 2 * length));
                    }

                    list[length++] = at;
                }
            }

            at = r < kept.Length ? kept[r].End : at;
        }

        // The distances now exceed those at the reference by the drift at most.
        var useful = length <= longestShare * count;
        (_lists[anchor], _lengths[anchor]) = (list, useful ? length : 0);
        _reach[anchor] = useful ? (reach * (1 - 1e-12)) - drift : double.NegativeInfinity;
    }
}
