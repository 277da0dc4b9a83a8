namespace IsoApprox.Learning.Losses;

/// <summary>The distance that a loss is written in.</summary>
public enum PairDistance
{
    /// <summary>||x - y||, in the unit of the coordinates. At x = y the zero subgradient is taken.</summary>
    Euclidean,

    /// <summary>||x - y||^2.</summary>
    SquaredEuclidean,

    /// <summary>
    /// 1 - cos(x, y), in 0..2: half the squared distance of the points scaled to the unit sphere. The zero vector has no direction: it has
    /// distance 1 from every point and a zero subgradient.
    /// </summary>
    Cosine,
}
