namespace IsoApprox.Verifier.Claims;

/// <summary>The claims in the order of docs/claims.md.</summary>
public static class ClaimCatalog
{
    /// <summary>Every claim that is evaluated.</summary>
    public static IReadOnlyList<Claim> All { get; } =
    [
        LemmaClaims.Printed,
        LemmaClaims.Corrected,
        HausdorffClaims.Lower,
        HausdorffClaims.UpperPrinted,
        HausdorffClaims.UpperCorrected,
        HausdorffClaims.Displacement,
        LossClaims.IsometricLower,
        LossClaims.IsometricUpper,
        LossClaims.Lift,
        LossClaims.LineHausdorff,
        LossClaims.LineIsometric,
        LossClaims.Contraction,
        LossClaims.ContractionIsometric,
        LossClaims.DimensionOnly,
        LossClaims.CorollaryLower,
        LossClaims.CorollaryUpperPrinted,
        LossClaims.CorollaryUpperCorrected,
        HausdorffClaims.ClassRadius,
        HausdorffClaims.Diameter,
    ];
}
