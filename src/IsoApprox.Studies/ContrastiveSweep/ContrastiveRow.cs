using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>One trained model: the settings that name it and what was measured.</summary>
/// <param name="Id">Name of the run; equal settings and data give equal names.</param>
/// <param name="Data">Name of the data set.</param>
/// <param name="Points">N.</param>
/// <param name="Classes">C.</param>
/// <param name="Dimension">n of the embedding.</param>
/// <param name="Negatives">otherClasses: SCL, HSCL; allPoints: UCL, HUCL.</param>
/// <param name="Hardening">h, by which hard negatives get more weight.</param>
/// <param name="Hardness">beta.</param>
/// <param name="Normalisation">Of the outputs.</param>
/// <param name="BatchSize">Most items in a batch.</param>
/// <param name="Rate">Adam's rate.</param>
/// <param name="Seed">Seed of initial values and batches.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="Status">How training ended.</param>
/// <param name="SingularValues">Of the covariance of the class means, decreasing, after the last epoch.</param>
/// <param name="Curve">Measures by epoch; the last entry is the result.</param>
/// <param name="CentreAccuracy">Share of the held-out items whose nearest class centre of the trained ones is theirs; null where none are
/// held out or an output is not finite.</param>
/// <param name="ProbeAccuracy">The same of a linear probe, see <see cref="HeldOutAccuracy"/>.</param>
/// <param name="Seconds">Time taken.</param>
public sealed record ContrastiveRow(
    string Id,
    string Data,
    int Points,
    int Classes,
    int Dimension,
    NegativeSource Negatives,
    Hardening Hardening,
    double Hardness,
    Normalisation Normalisation,
    int BatchSize,
    double Rate,
    int Seed,
    int Epochs,
    TrainingStatus Status,
    IReadOnlyList<double> SingularValues,
    IReadOnlyList<ContrastivePoint> Curve,
    double? CentreAccuracy,
    double? ProbeAccuracy,
    double Seconds) : IStudyRow
{
    /// <remarks>The name of the data is part of names of files.</remarks>
    /// <inheritdoc/>
    public string? FindDefect() => RowCheck.FirstOf(
        ("data", Data.Length > 0 && !Data.AsSpan().ContainsAny('/', '\\') && VisibleText.Of(Data) == Data),
        ("points", RowCheck.Count(Points)),
        ("classes", RowCheck.Count(Classes) && Classes <= Points),
        ("dimension", RowCheck.Count(Dimension)),
        ("hardness", RowCheck.Size(Hardness)),
        ("batchSize", RowCheck.Count(BatchSize)),
        ("rate", RowCheck.Size(Rate)),
        ("epochs", Epochs >= 0),
        ("centreAccuracy", RowCheck.Share(CentreAccuracy)),
        ("probeAccuracy", RowCheck.Share(ProbeAccuracy)),
        ("singularValues", SingularValues.All(s => RowCheck.Size(s))),
        ("curve", Curve.Count > 0 && Curve.All(IsPossible)));

    private static bool IsPossible(ContrastivePoint? point) => point is not null && point.Epoch >= 0 && RowCheck.Signed(point.Loss)
        && RowCheck.Size(point.ZeroSum) && RowCheck.Size(point.UnitNorm) && RowCheck.Size(point.EqualInnerProduct)
        && RowCheck.Size(point.WithinClassSpread) && RowCheck.Size(point.Nc1) && RowCheck.Size(point.SimplexFrameError)
        && RowCheck.Size(point.EffectiveRank) && RowCheck.Signed(point.DimensionalCollapse);
}

/// <summary>Measures after an epoch, see <see cref="IsoApprox.Learning.Geometry.ClassGeometry"/>.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Loss">Mean loss of the epoch's batches; null before training.</param>
/// <param name="ZeroSum">Norm of the mean of the class means.</param>
/// <param name="UnitNorm">Mean of | ||mu_c|| - 1 |.</param>
/// <param name="EqualInnerProduct">Mean of |cos + 1/(C-1)|.</param>
/// <param name="WithinClassSpread">Root mean square distance to the class mean.</param>
/// <param name="Nc1">trace(S_W pinv(S_B))/C; null when undefined.</param>
/// <param name="SimplexFrameError">Distance of the Gram matrix of the class means from that of the frame.</param>
/// <param name="EffectiveRank">Of the covariance of the class means.</param>
/// <param name="DimensionalCollapse">ln(s_r/s_1), r = min(C-1, n); null when s_r = 0.</param>
public sealed record ContrastivePoint(
    int Epoch,
    double? Loss,
    double ZeroSum,
    double UnitNorm,
    double EqualInnerProduct,
    double WithinClassSpread,
    double? Nc1,
    double SimplexFrameError,
    double EffectiveRank,
    double? DimensionalCollapse);
