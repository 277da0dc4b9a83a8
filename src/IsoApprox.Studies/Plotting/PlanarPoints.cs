using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Plotting;

/// <summary>The points of an embedding as they are drawn: n = 2, or n = 1 on the line y = 0.</summary>
internal sealed class PlanarPoints
{
    private const double LargestCoordinate = 1e100;

    private PlanarPoints(double[] x, double[] y) => (X, Y) = (x, y);

    /// <summary>First coordinates, length N.</summary>
    public double[] X { get; }

    /// <summary>Second coordinates, length N.</summary>
    public double[] Y { get; }

    /// <summary>Number of points.</summary>
    public int Count => X.Length;

    /// <summary>Reads an embedding.</summary>
    /// <exception cref="EmbeddingException">More than two coordinates, or numbers whose squares overflow.</exception>
    public static PlanarPoints From(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (f.Dimension > 2)
        {
            throw new EmbeddingException($"figure: the embedding has {f.Dimension} coordinates; "
                + "the figures draw points of the plane, project to 2 coordinates first");
        }

        var (x, y) = (new double[f.Count], new double[f.Count]);
        for (var i = 0; i < f.Count; i++)
        {
            (x[i], y[i]) = (f[i][0], f.Dimension == 2 ? f[i][1] : 0);
            if (Math.Max(Math.Abs(x[i]), Math.Abs(y[i])) > LargestCoordinate)
            {
                throw new EmbeddingException($"figure: row {i}: a coordinate is above 1e100; rescale the points");
            }
        }

        return new PlanarPoints(x, y);
    }

    /// <summary>Points from coordinates.</summary>
    public static PlanarPoints FromCoordinates(double[] x, double[] y) => new(x, y);

    /// <summary>||p_i - q_j||.</summary>
    public double Distance(int i, PlanarPoints other, int j) => double.Hypot(X[i] - other.X[j], Y[i] - other.Y[j]);
}
