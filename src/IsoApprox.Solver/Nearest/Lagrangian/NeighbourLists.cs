using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Lists of the far positions near each anchor that stay complete while the points move little (Verlet, Phys. Rev. 159, 1967): an anchor's
/// list holds all far positions within a reach; when the anchor has moved by a and no point by more than m since the lists were made, every
/// other one is still farther than the reach less a + m. Positions are those of the caller. Memory O(N n + entries).
/// </summary>
/// <param name="count">N.</param>
/// <param name="dimension">n.</param>
internal sealed class NeighbourLists(int count, int dimension)
{
    /// <summary>A list should last about half as many evaluations.</summary>
    private const double Lifetime = 16;

    /// <summary>Lists made with a skin of more than this many times the present one are needlessly long.</summary>
    private const double LongSkin = 3;

    /// <summary>Lists of more than this share of the points cost as much as all distances.</summary>
    private const double LongestShare = 0.25;

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

    /// <summary>True when there are lists, and new ones would not be much shorter.</summary>
    internal bool AreOfUse => Exist && _skin <= LongSkin * Skin;

    private bool Exist { get; set; }

    /// <summary>How far beyond what is needed a list reaches at present.</summary>
    private double Skin => Math.Max(LeastSkin, Lifetime * _rate);

    /// <summary>Takes the points of an evaluation.</summary>
    /// <param name="points">N x n.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Move(double[] points, ParallelOptions? parallel)
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

    /// <summary>
    /// Makes the points of the last <see cref="Move"/> the reference of all lists, when these would last; every anchor has to be listed
    /// then.
    /// </summary>
    /// <param name="farthest">Longest useful skin.</param>
    internal bool Renew(double farthest)
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

    /// <summary>The listed positions of an anchor, in order.</summary>
    internal ReadOnlySpan<int> Of(int anchor) => _lists[anchor].AsSpan(0, _lengths[anchor]);

    /// <summary>No far position outside the list is nearer than this; negative without a list.</summary>
    internal double Reach(int anchor) => _reach[anchor] - _drift[anchor] - _largestDrift;

    /// <summary>Lists the far positions of an anchor by their present distances. Different anchors may be listed at once.</summary>
    /// <param name="anchor">The anchor.</param>
    /// <param name="squared">Squared distances to all positions, or less for those to be listed in any case.</param>
    /// <param name="kept">Ranges that are not listed, in order.</param>
    /// <param name="needed">Distance that the list has to reach now.</param>
    /// <param name="scale">Unit of the squared distances.</param>
    internal void List(int anchor, ReadOnlySpan<double> squared, (int Start, int End)[] kept, double needed, double scale)
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
        var useful = length <= LongestShare * count;
        (_lists[anchor], _lengths[anchor]) = (list, useful ? length : 0);
        _reach[anchor] = useful ? (reach * (1 - 1e-12)) - drift : double.NegativeInfinity;
    }
}
