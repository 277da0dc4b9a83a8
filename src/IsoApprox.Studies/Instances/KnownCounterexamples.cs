using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Counterexamples;

namespace IsoApprox.Studies.Instances;

/// <summary>Embeddings on which a statement of the paper is false, vacuous or sharp.</summary>
public static class KnownCounterexamples
{
    private static readonly int[,] Tetrahedron = { { 1, 1, 1 }, { 1, -1, -1 }, { -1, 1, -1 }, { -1, -1, 1 } };

    /// <summary>The shape of <see cref="IntegerTetrahedra"/>: five classes of four points, signs +, +, -, -, +.</summary>
    /// <param name="spacing">Distance of neighbouring centres.</param>
    public static Chain TetrahedraShape(ExactRational spacing) =>
        new([.. Enumerable.Range(0, 5).Select(b => new ChainLink(4, b % 2, b is 2 or 3 ? -1 : 1))], [spacing, spacing, spacing, spacing]);

    /// <summary>
    /// N = 20, n = 7: T = {(1,1,1), (1,-1,-1), (-1,1,-1), (-1,-1,1)}; class b = 0..4 has the points (spacing b; s_b T_i in coordinates 2-4
    /// when b is even, 5-7 when b is odd), s = +,+,-,-,+. In-class distances are sqrt 8; neighbouring classes are at sqrt(6 + spacing^2).
    /// </summary>
    /// <param name="spacing">Below sqrt 2 for a positive loss, for example 1.41.</param>
    public static RationalInstance IntegerTetrahedra(ExactRational spacing)
    {
        var points = new ExactRational[20, 7];
        for (var i = 0; i < 20; i++)
        {
            var b = i / 4;
            points[i, 0] = b * spacing;
            for (var k = 0; k < 3; k++)
            {
                points[i, 1 + k + (b % 2 * 3)] = (b is 2 or 3 ? -1 : 1) * Tetrahedron[i % 4, k];
            }
        }

        return RationalInstance.FromPoints([.. Enumerable.Range(0, 20).Select(i => i / 4)], points);
    }

    /// <summary>
    /// Classes {+e_k, -e_k, 0} for k = 1..m and a singleton at 0: N = 3m + 1, L = 1, in free dimension d_iso/L tends to 0.749747. n
    /// = m.
    /// </summary>
    /// <param name="m">At least 1.</param>
    public static Embedding Cross(int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        var points = new double[((3 * m) + 1) * m];
        var classes = new int[(3 * m) + 1];
        for (var k = 0; k < m; k++)
        {
            (points[(3 * k * m) + k], points[(((3 * k) + 1) * m) + k]) = (1, -1);
            (classes[3 * k], classes[(3 * k) + 1], classes[(3 * k) + 2]) = (k, k, k);
        }

        classes[3 * m] = m;
        return Embedding.Create(points, m, classes, "cross");
    }

    /// <summary>
    /// (-1,0), (1,0), (0,s), and the same with the apex moved to (0, s + d): eps = sqrt(1 + (s+d)^2) - sqrt(1 + s^2), and the best isometry
    /// has error d/2 exactly. Both are multiplied by a power of two.
    /// </summary>
    /// <param name="height">s.</param>
    /// <param name="move">d.</param>
    /// <param name="scale">The factor.</param>
    public static (Embedding Before, Embedding After) Apex(double height, double move, double scale = 1)
    {
        Embedding Points(double apex) => Embedding.Create([-scale, 0, scale, 0, 0, apex * scale], 2, [0, 0, 1], "apex");
        return (Points(height), Points(height + move));
    }

    /// <summary>
    /// N = 12, n = 8, classes of 3, 6, 3: two triangles of edge 1 about a 5-simplex of edge 1, neighbours at distance 1 - L. The straight
    /// chain would bring the ends nearer than that; the second triangle is turned in its plane by the angle, of order sqrt L, at which they
    /// are at 1 - L too. d_iso/L tends to 2 from below as L tends to 0.
    /// </summary>
    /// <param name="loss">L, above 0 and at most 0.1.</param>
    public static Embedding TurnedEnds(double loss)
    {
        if (!(loss > 0 && loss <= 0.1))
        {
            throw new ArgumentOutOfRangeException(nameof(loss), loss, "give a loss above 0 and at most 0.1");
        }

        const int Dimension = 8;
        var squared = (1 - loss) * (1 - loss);
        var spacing = Math.Sqrt(squared - 0.75);
        var turn = 2 * Math.Asin(Math.Sqrt(0.75 * (squared - (4 * spacing * spacing))));
        var points = new double[12 * Dimension];
        for (var i = 0; i < 3; i++)
        {
            for (var end = 0; end < 2; end++)
            {
                var (row, angle) = (i + (9 * end), (2 * Math.PI * i / 3) + (end * turn));
                points[row * Dimension] = 2 * spacing * end;
                (points[(row * Dimension) + 1], points[(row * Dimension) + 2]) =
                    (Math.Cos(angle) / Math.Sqrt(3), Math.Sin(angle) / Math.Sqrt(3));
            }
        }

        for (var i = 0; i < 6; i++)
        {
            points[(3 + i) * Dimension] = spacing;
            for (var k = 1; k < 6; k++)
            {
                points[((3 + i) * Dimension) + 2 + k] = (i < k ? 1 : i == k ? -k : 0) / Math.Sqrt(2.0 * k * (k + 1));
            }
        }

        return Embedding.Create(points, Dimension, [0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2], "turned ends");
    }

    /// <summary>The chains whose certificates the audit writes: name, classes, loss.</summary>
    public static IReadOnlyList<(string Name, Chain Chain)> Chains { get; } =
    [
        ("chain-3x5", Chain.WithLoss(Links("3a 3b 3a 3b 3a"), Loss(30_000))),
        ("fewest-points", Chain.WithLoss(Links("3a 3b 4c 3a"), Loss(1_000_000))),
        ("chain-3443", Chain.WithLoss(Links("3a 4b 4c 3a"), Loss(1_000_000))),
        ("lowest-dimension", Chain.WithLoss(Links("2a 3b 2a 3b 2a 3b 2a 3b 2a"), Loss(1_000_000))),
        ("above-3", Chain.WithLoss(Links("4a 7b 6c 4a"), Loss(10_000_000))),
        ("above-4", Chain.WithLoss(Links("6a 9b 9c 6a"), Loss(100_000_000))),
    ];

    /// <summary>Classes from text: size, plane letter, and "-" for the mirrored simplex.</summary>
    internal static ChainLink[] Links(string text) =>
        [.. text.Split(' ').Select(t => new ChainLink(t[0] - '0', t[1] - 'a', t.EndsWith('-') ? -1 : 1))];

    private static ExactRational Loss(int inverse) => new(1, inverse);
}
