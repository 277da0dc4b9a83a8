using System.Numerics;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Oracles;

/// <summary>
/// A slow oracle that shares nothing with the library: every double is an integer multiple of 2^-1074, squared distances are integers of
/// 2^-2148, and roots are compared by integer square roots with as many digits as it takes.
/// </summary>
internal static class ExactOracle
{
    /// <summary>x 2^1074, an integer for every double.</summary>
    internal static BigInteger Integer(double x)
    {
        if (x == 0)
        {
            return 0;
        }

        var exponent = Math.Max(Math.ILogB(x), -1022) - 52;
        return new BigInteger(Math.ScaleB(x, -exponent)) << (exponent + 1074);
    }

    /// <summary>||x - y||^2 2^2148; the shorter row is padded by zeros.</summary>
    internal static BigInteger Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = BigInteger.Zero;
        for (var k = 0; k < Math.Max(x.Length, y.Length); k++)
        {
            var d = Integer(k < x.Length ? x[k] : 0) - Integer(k < y.Length ? y[k] : 0);
            sum += d * d;
        }

        return sum;
    }

    /// <summary>
    /// Sign of the sum of +-sqrt of integers >= 0. Roots whose radicands have a square as their product are multiples of each other and are
    /// added up; roots that are not are linearly independent over the rationals, so what is left is 0 only if nothing is left, and enough
    /// digits tell its sign.
    /// </summary>
    internal static int RootSign(params (BigInteger Radicand, int Sign)[] terms)
    {
        // sum over groups of C / a sqrt(a): sqrt b = sqrt(a b) / a sqrt a.
        var groups = new List<(BigInteger A, BigInteger C)>();
        foreach (var (b, sign) in terms.Where(t => !t.Radicand.IsZero))
        {
            var group = groups.FindIndex(g => Root(g.A * b) is var root && root * root == g.A * b);
            if (group < 0)
            {
                groups.Add((b, sign * b));
            }
            else
            {
                groups[group] = (groups[group].A, groups[group].C + (sign * Root(groups[group].A * b)));
            }
        }

        groups.RemoveAll(g => g.C.IsZero);
        for (var digits = 64; groups.Count > 0; digits *= 2)
        {
            var sum = groups.Aggregate(BigInteger.Zero, (s, g) => s + (g.C.Sign * Root((g.C * g.C << (2 * digits)) / g.A)));
            if (BigInteger.Abs(sum) > groups.Count)
            {
                return sum.Sign;
            }
        }

        return 0;
    }

    /// <summary>floor(2^digits (sqrt p + m - sqrt r)), up to 3, for p, r as <see cref="Squared"/> gives them; in units of 2^-(1074 +
    /// digits).</summary>
    internal static BigInteger Difference(BigInteger p, BigInteger m, BigInteger r, int digits) =>
        Root(p << (2 * digits)) + (m << digits) - Root(r << (2 * digits));

    /// <summary>floor of the square root.</summary>
    internal static BigInteger Root(BigInteger value)
    {
        if (value.IsZero)
        {
            return 0;
        }

        var root = BigInteger.One << (int)((value.GetBitLength() + 2) / 2);
        for (; ; )
        {
            var next = (root + (value / root)) / 2;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    /// <summary>True when ||f_a - f_p|| + margin &lt;= ||f_a - f_n|| for every triplet, the anchor a positive of itself.</summary>
    internal static bool IsSeparated(Embedding f, double margin, Func<int, int, int>? level = null)
    {
        level ??= (i, j) => f.Classes[i] == f.Classes[j] ? 0 : 1;
        for (var a = 0; a < f.Count; a++)
        {
            var squared = Enumerable.Range(0, f.Count).Select(j => Squared(f[a], f[j])).ToArray();
            for (var p = 0; p < f.Count; p++)
            {
                for (var n = 0; n < f.Count; n++)
                {
                    if (level(a, p) < level(a, n) && Sign(squared[p], margin, squared[n]) > 0)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>Sign of sqrt p + margin - sqrt r.</summary>
    internal static int Sign(BigInteger p, double margin, BigInteger r) => margin == 0
        ? p.CompareTo(r)
        : RootSign((p, 1), (BigInteger.Pow(Integer(margin), 2), 1), (r, -1));

    /// <summary>The hardest triplet, the lowest anchor and then rows on ties (the anchor itself where no positive is farther); null for one
    /// class.</summary>
    internal static (int Anchor, int Positive, int Negative)? Hardest(Embedding f)
    {
        (int Anchor, int Positive, int Negative)? best = null;
        for (var a = 0; a < f.Count; a++)
        {
            var (positive, negative) = (a, -1);
            for (var j = 0; j < f.Count; j++)
            {
                var same = f.Classes[a] == f.Classes[j];
                positive = same && Squared(f[a], f[j]) > Squared(f[a], f[positive]) ? j : positive;
                negative = !same && (negative < 0 || Squared(f[a], f[j]) < Squared(f[a], f[negative])) ? j : negative;
            }

            if (negative >= 0 && (best is not { } b || RootSign(
                (Squared(f[a], f[positive]), 1), (Squared(f[a], f[negative]), -1),
                (Squared(f[b.Anchor], f[b.Positive]), -1), (Squared(f[b.Anchor], f[b.Negative]), 1)) > 0))
            {
                best = (a, positive, negative);
            }
        }

        return best;
    }
}
