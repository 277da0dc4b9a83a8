namespace IsoApprox.Certificates;

/// <summary>The two distances of the paper to the set F_TS of Triplet-Separated embeddings.</summary>
public enum NearestMetric
{
    /// <summary>
    /// d_haus(f, F_TS), Eq. (12): min over Triplet-Separated g of max_i ||f_i - g_i|| (nearest-point reassignment makes the two equal).
    /// </summary>
    HausdorffLike,

    /// <summary>d_iso(f, F_TS), Eq. (14): min over Triplet-Separated g of max over pairs of | ||f_i - f_j|| - ||g_i - g_j|| |.</summary>
    IsometricError,
}
