using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>One class of a <see cref="Chain"/>: a regular simplex with unit edges.</summary>
/// <param name="Size">Number of points, at least 1.</param>
/// <param name="Plane">Number of the plane; classes of one plane have one size, different planes are orthogonal.</param>
/// <param name="Sign">1 or -1: the simplex or its mirror image.</param>
public readonly record struct ChainLink(int Size, int Plane, int Sign = 1);

/// <summary>
/// Classes in a row: class b is a regular simplex with unit edges, centred on a common axis, in its plane orthogonal to the axis; sigma_g
/// is the distance of the centres of classes g and g + 1. At sigma_g = h_g, h_g^2 = (1/m_g + 1/m_(g+1))/2, neighbours in different planes
/// are at distance 1 and the chain is tight; shorter spacings violate all triplets of neighbours at once. n = 1 + sum over planes (m - 1).
/// </summary>
public sealed class Chain
{
    private const int SpacingDigits = 14;
    private readonly ChainLink[] _links;
    private readonly ExactRational[] _spacings;
    private readonly ExactRational[] _positions;
    private readonly int[] _classOf;
    private readonly int[] _first;

    /// <summary>Creates a chain.</summary>
    /// <param name="links">The classes in order, at least 2.</param>
    /// <param name="spacings">sigma_g > 0, one fewer than classes.</param>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public Chain(IReadOnlyList<ChainLink> links, IReadOnlyList<ExactRational> spacings)
    {
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(spacings);
        if (links.Count < 2 || spacings.Count != links.Count - 1 || spacings.Any(s => s.Sign <= 0))
        {
            throw new ArgumentException(
                $"chain: {links.Count} classes and {spacings.Count} spacings; give at least 2 classes and one positive "
                + $"spacing between neighbours");
        }

        if (links.Any(l => l.Size < 1 || l.Sign is not (1 or -1))
            || links.GroupBy(l => l.Plane).Any(plane => plane.Select(l => l.Size).Distinct().Count() > 1))
        {
            throw new ArgumentException("chain: classes need at least 1 point, a sign 1 or -1, and one size per plane");
        }

        (_links, _spacings) = ([.. links], [.. spacings]);
        _positions = new ExactRational[links.Count];
        for (var b = 1; b < links.Count; b++)
        {
            _positions[b] = _positions[b - 1] + _spacings[b - 1];
        }

        _classOf = [.. links.SelectMany((link, b) => Enumerable.Repeat(b, link.Size))];
        _first = [.. links.Select((_, b) => links.Take(b).Sum(l => l.Size))];
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<ChainLink> Links => _links;

    /// <summary>sigma_g.</summary>
    public IReadOnlyList<ExactRational> Spacings => _spacings;

    /// <summary>Number of points.</summary>
    public int Count => _classOf.Length;

    /// <summary>n = 1 + sum over planes (m - 1).</summary>
    public int Dimension => 1 + _links.GroupBy(l => l.Plane).Sum(plane => plane.First().Size - 1);

    /// <summary>
    /// True when the first and the last class are parallel, which the multipliers of <see cref="RankCertificates"/> need.
    /// </summary>
    public bool HasParallelEnds => _links[0] == _links[^1];

    /// <summary>
    /// (sum 1/h_g) / (1 + sum h_g): the limit of d_iso/L as the shortening tends to 0, when the ends are parallel and only neighbours are
    /// tight.
    /// </summary>
    public double FirstOrderRatio
    {
        get
        {
            var h = Enumerable.Range(0, _spacings.Length).Select(g => Math.Sqrt(TightSquared(g).RoundUp())).ToArray();
            return h.Sum(x => 1 / x) / (1 + h.Sum());
        }
    }

    /// <summary>
    /// A chain in which every triplet of neighbours is violated by the same L: sigma_g = sqrt(h_g^2 - 2 L + L^2), rounded down to 14
    /// decimal places, for neighbours in different planes.
    /// </summary>
    /// <param name="links">The classes.</param>
    /// <param name="loss">L, at least 0 and small against all h_g^2.</param>
    /// <exception cref="ArgumentException">A spacing would vanish.</exception>
    public static Chain WithLoss(IReadOnlyList<ChainLink> links, ExactRational loss)
    {
        ArgumentNullException.ThrowIfNull(links);
        var spacings = Enumerable.Range(0, Math.Max(0, links.Count - 1)).Select(g =>
        {
            var squared = TightSquared(links, g) - (loss * (2 - loss));
            return squared.Sign > 0
                ? Rounded(squared.SqrtBounds().Lower)
                : throw new ArgumentException($"chain: a loss of {loss} is too large");
        });
        return new Chain(links, [.. spacings]);
    }

    /// <summary>
    /// Chain(m, M), eps: M classes of m points in two planes by turns, spacings h (1 - eps), h = 1/sqrt m, rounded down to 14 decimal
    /// places; signs +, +, -, - for m >= 4.
    /// </summary>
    /// <param name="classSize">m >= 2.</param>
    /// <param name="length">M >= 2.</param>
    /// <param name="shortening">eps, between 0 and 1.</param>
    public static Chain Uniform(int classSize, int length, ExactRational shortening)
    {
        var spacing = Rounded(new ExactRational(1, classSize).SqrtBounds().Lower * (1 - shortening));
        var links = Enumerable.Range(0, length).Select(b => new ChainLink(classSize, b % 2, classSize >= 4 && b % 4 >= 2 ? -1 : 1));
        return new Chain([.. links], [.. Enumerable.Repeat(spacing, length - 1)]);
    }

    /// <summary>Squared distance of two points, rows counted through the classes.</summary>
    /// <param name="i">Row.</param>
    /// <param name="j">Row.</param>
    public ExactRational Squared(int i, int j)
    {
        var (b, c) = (_classOf[i], _classOf[j]);
        var (p, q) = (_links[b], _links[c]);
        var along = _positions[b] - _positions[c];
        var isSamePoint = i - _first[b] == j - _first[c];
        var across = p.Plane != q.Plane ? new ExactRational(p.Size - 1, 2 * p.Size) + new ExactRational(q.Size - 1, 2 * q.Size)
            : p.Sign == q.Sign ? (isSamePoint ? 0 : 1)
            : new ExactRational(isSamePoint ? 2 * (p.Size - 1) : p.Size - 2, p.Size);
        return (along * along) + across;
    }

    /// <summary>Rows of class b.</summary>
    /// <param name="b">Class.</param>
    public IEnumerable<int> Rows(int b) => Enumerable.Range(_first[b], _links[b].Size);

    /// <summary>The chain by its exact squared distances (the coordinates of a simplex are irrational).</summary>
    public RationalInstance ToInstance()
    {
        var squared = new ExactRational[Count, Count];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                squared[i, j] = squared[j, i] = Squared(i, j);
            }
        }

        return RationalInstance.FromSquaredDistances(Dimension, _classOf, squared);
    }

    /// <summary>The chain in double coordinates: the axis first, then the planes by first occurrence.</summary>
    public Embedding ToEmbedding()
    {
        var n = Dimension;
        var start = new Dictionary<int, int>();
        var next = 1;
        foreach (var link in _links)
        {
            if (start.TryAdd(link.Plane, next))
            {
                next += link.Size - 1;
            }
        }

        var points = new double[Count * n];
        for (var i = 0; i < Count; i++)
        {
            var link = _links[_classOf[i]];
            points[i * n] = _positions[_classOf[i]].RoundDown();
            for (var k = 1; k < link.Size; k++)
            {
                // Column k of the Helmert matrix: k ones, then -k, over sqrt(k (k+1)); edges of length sqrt 2.
                var row = i - _first[_classOf[i]];
                var entry = row < k ? 1 : row == k ? -k : 0;
                points[(i * n) + start[link.Plane] + k - 1] = link.Sign * entry / Math.Sqrt(2.0 * k * (k + 1));
            }
        }

        return Embedding.Create(points, n, _classOf, "chain");
    }

    private static ExactRational Rounded(ExactRational value)
    {
        var unit = System.Numerics.BigInteger.Pow(10, SpacingDigits);
        return new ExactRational(value.Numerator * unit / value.Denominator, unit);
    }

    private ExactRational TightSquared(int g) => TightSquared(_links, g);

    private static ExactRational TightSquared(IReadOnlyList<ChainLink> links, int g) =>
        (new ExactRational(1, links[g].Size) + new ExactRational(1, links[g + 1].Size)) / 2;
}
