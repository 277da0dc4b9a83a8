using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Direction;

/// <summary>
/// A set of directions: the box lower &lt;= x &lt;= upper on one face of the cube [-1, 1]^n, seen from the origin. The 2n faces cover all
/// directions; a box is split at a value of one of its n - 1 coordinates. Everything is exact.
/// </summary>
public sealed class DirectionCell
{
    private readonly double[] _lower;
    private readonly double[] _upper;

    private DirectionCell(int face, double[] lower, double[] upper) => (Face, _lower, _upper) = (face, lower, upper);

    /// <summary>2 k + s: coordinate k is 1 (s = 0) or -1 (s = 1) on the face.</summary>
    public int Face { get; }

    /// <summary>n.</summary>
    public int Dimension => _lower.Length + 1;

    /// <summary>Lower ends of the n - 1 other coordinates, in their order.</summary>
    public IReadOnlyList<double> Lower => _lower;

    /// <summary>Upper ends.</summary>
    public IReadOnlyList<double> Upper => _upper;

    /// <summary>A whole face.</summary>
    /// <param name="face">0 to 2n - 1.</param>
    /// <param name="dimension">n >= 1.</param>
    public static DirectionCell WholeFace(int face, int dimension)
    {
        var (lower, upper) = (new double[dimension - 1], new double[dimension - 1]);
        Array.Fill(lower, -1);
        Array.Fill(upper, 1);
        return new DirectionCell(face, lower, upper);
    }

    /// <summary>The parts below and above a value strictly inside the box; null when it is not inside.</summary>
    /// <param name="coordinate">0 to n - 2.</param>
    /// <param name="position">The value.</param>
    public (DirectionCell Below, DirectionCell Above)? Split(int coordinate, double position)
    {
        if ((uint)coordinate >= (uint)_lower.Length || !(position > _lower[coordinate]) || !(position < _upper[coordinate]))
        {
            return null;
        }

        var (upper, lower) = ((double[])_upper.Clone(), (double[])_lower.Clone());
        upper[coordinate] = lower[coordinate] = position;
        return (new DirectionCell(Face, _lower, upper), new DirectionCell(Face, lower, _upper));
    }

    /// <summary>The direction of a corner: a point of the face.</summary>
    /// <param name="corner">Bit k set: coordinate k is at its upper end.</param>
    public double[] Corner(int corner)
    {
        var result = new double[Dimension];
        for (int k = 0, c = 0; k < result.Length; k++)
        {
            if (k == Face >> 1)
            {
                result[k] = (Face & 1) == 0 ? 1 : -1;
                continue;
            }

            result[k] = ((corner >> c) & 1) == 0 ? _lower[c] : _upper[c];
            c++;
        }

        return result;
    }

    /// <summary>
    /// A vector v in the middle of the cell and a lower bound of u.v/(|u||v|) for the directions u of the cell: they are sums with
    /// coefficients >= 0 of the corners, so the least value is that of a corner.
    /// </summary>
    /// <returns>v of length about 1, a function of the cell computed in the same order everywhere, and the cosine.</returns>
    public (double[] Middle, Interval Cosine) Cap()
    {
        var corners = 1 << _lower.Length;
        var middle = new double[Dimension];
        for (var c = 0; c < corners; c++)
        {
            var corner = Corner(c);
            var length = Math.Sqrt(corner.Sum(x => x * x));
            for (var k = 0; k < middle.Length; k++)
            {
                middle[k] += corner[k] / length;
            }
        }

        // Few bits: certificates that quote the vector's multiples stay short, and a last bit that differs elsewhere is rounded away.
        var norm = Math.Sqrt(middle.Sum(x => x * x));
        middle = Array.ConvertAll(middle, x => Math.Round(x / norm * 65536) / 65536);
        Interval cosine = 1;
        for (var c = 0; c < corners; c++)
        {
            cosine = Interval.Min(cosine, AcuteCone.Cosine(middle, Corner(c)));
        }

        return (middle, cosine);
    }
}
