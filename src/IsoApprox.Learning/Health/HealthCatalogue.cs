namespace IsoApprox.Learning.Health;

/// <summary>All measures in the order in which they are reported. docs/measures.md says what each can and cannot see.</summary>
public static class HealthCatalogue
{
    private const string RoyVetterli = "Roy and Vetterli 2007";
    private const string Garrido = "Garrido et al. 2023 (RankMe; the paper's own is the uncentred one)";
    private const string Papyan = "Papyan, Han and Donoho 2020";

    /// <summary>The definitions.</summary>
    public static IReadOnlyList<HealthDefinition> All { get; } =
    [
        Labels("hard-mined-loss", "max over anchors of [max_p d(a,p) - min_n d(a,n) + margin]_+", "arXiv 2210.11173"),
        Labels("batch-hard-loss", "mean over anchors with a negative of [margin + max_p d(a,p) - min_n d(a,n)]_+", "Hermans et al. 2017"),
        Labels("active-share", "share of anchors with a negative whose batch-hard hinge is above 0", "Hermans et al. 2017"),
        Labels(
            "contraction-slope",
            "mean over anchors of (max_p d(a,p) - min_n d(a,n)), over the root mean square distance to the mean of the points",
            "docs/training.md"),
        Labels(
            "batch-all-loss", "mean over triplets (a, p, n), p another point of the class of a, of [d(a,p) - d(a,n) + margin]_+",
            "Hermans et al. 2017"),
        Labels("batch-all-active-loss", "the same mean over the triplets above 0; 0 when there are none", "Hermans et al. 2017"),
        Labels(
            "semi-hard-loss",
            "mean over pairs (a, p) of [d(a,p) - d(a,n) + margin]_+, n the nearest negative with d(a,n) > d(a,p); pairs without one "
                + "are left out",
            "FaceNet, Schroff et al. 2015"),
        Labels(
            "easy-positive-loss", "mean over anchors of [min_p d(a,p) - min_n d(a,n) + margin]_+, anchors without p or n left out",
            "Xuan et al. 2020"),
        Labels("easy-positive-semi-hard-loss", "semi-hard-loss over the pairs (a, nearest p)", "Xuan et al. 2020"),
        Labels(
            "pair-loss", "mean over pairs of points of d^2 in one class, [eps - d^2]_+ in two, eps = margin^2",
            "contrastive loss, after Hadsell, Chopra and LeCun 2006"),
        Labels(
            "infonce-loss",
            "mean over anchors and positives of -ln(e^(c_ap/T)/(e^(c_ap/T) + sum_n e^(c_an/T))), c the cosine, n all negatives; "
                + "T = --temperature",
            "van den Oord et al. 2018; Khosla et al. 2020"),
        Labels(
            "scl-loss", "mean over anchors, positives and negatives of ln(1 + exp(f_a.f_n - f_a.f_p)): InfoNCE, one negative",
            "arXiv 2311.05139"),
        Labels(
            "hscl-loss", "the same with negatives of weight exp(beta f_a.f_n), normalised for each anchor; beta = --beta",
            "arXiv 2311.05139; Robinson et al. 2021"),
        new(
            LossMeasures.Ladder,
            HealthNeed.Levels,
            "mean over anchors of sum over boundaries l >= 1 of mean over i below, k at or above level l of [d(a,i) - d(a,k) + margin]_+",
            "Zhou et al., arXiv 1911.07528"),
        Points("diameter", "max over pairs of ||f_i - f_j||", "elementary"),
        Points(
            ThicknessMeasure.Id, "min over unit e of max_i e.f_i - min_i e.f_i; the value is the proved upper end",
            "arXiv 2210.11173, Def. 3"),
        .. Spectrum("rankme", "exp of the entropy of p_k + 1e-7, p_k = s_k/sum s, s the singular values", Garrido),
        .. Spectrum("effective-rank-singular-values", "exp of the entropy of s_k/sum s, s the singular values", RoyVetterli),
        .. Spectrum("effective-rank-eigenvalues", "exp of the entropy of s_k^2/sum s^2, s the singular values", RoyVetterli),
        .. Spectrum("stable-rank", "sum s^2/max s^2, s the singular values", "Rudelson and Vershynin 2007"),
        .. Spectrum("participation-ratio", "(sum s^2)^2/sum s^4, s the singular values", "Gao and Ganguli 2015"),
        .. Spectrum(
            "alpha-req", "-slope of the least squares line of ln s_k^2 over ln k, zero singular values left out", "Agrawal et al. 2022"),
        Points("mean-cosine", "mean over pairs of cos(f_i, f_j), zero vectors left out: anisotropy", "Ethayarajh 2019"),
        Points(
            "normalised-std",
            "mean over coordinates of the standard deviation (divisor M - 1) of f_i/||f_i||, M vectors, zero vectors left out",
            "lightly, std_of_l2_normalized; Chen and He 2021"),
        Points(
            "uniformity",
            "ln of the mean over pairs of exp(-2 ||u_i - u_j||^2), u = f/||f||, zero vectors left out",
            "Wang and Isola 2020"),
        Labels("alignment", "mean over pairs of one class of ||u_i - u_j||^2, u = f/||f||, zero vectors left out", "Wang and Isola 2020"),
        new(
            "linear-cka",
            HealthNeed.SecondEmbedding,
            "||Y^T X||^2/(||X^T X|| ||Y^T Y||), Frobenius norms, X and Y centred",
            "Kornblith et al. 2019"),
        Labels("nc1-pinv", "trace(S_W pinv(S_B))/C, eigenvalues of S_B up to 1e-12 of the largest left out", Papyan),
        Labels(
            DiscriminantRank.Id,
            "exp of the entropy of p_k + 1e-7, p = l/sum l, l the n eigenvalues of (S_w + 1e-4 I)^-1 S_b, S_w with divisor N - C, "
                + "S_b = sum (mu_c - mu)(mu_c - mu)^T/(C - 1); the classes are the surrogate objects",
            "LiDAR, Thilak et al., arXiv 2312.04000"),
        Labels("nc1-quotient", "trace(S_W)/trace(S_B)", "Hui, Belkin and Nakkiran 2022"),
        Labels(
            "cdnv",
            "mean over pairs of classes of (V_c + V_d)/(2 ||mu_c - mu_d||^2), V_c the mean of ||f_i - mu_c||^2",
            "Galanti et al. 2022"),
        Labels("nc2-equinorm", "standard deviation over mean of ||mu_c - mu||", Papyan),
        Labels("nc2-equiangle", "standard deviation over pairs of classes of cos(mu_c - mu, mu_d - mu)", Papyan),
        Labels("nc2-max-angle", "mean over pairs of classes of |cos(mu_c - mu, mu_d - mu) + 1/(C - 1)|", Papyan),
        Labels(
            "nc2-etf-error", "||G/||G|| - (I - 11^T/C)/sqrt(C - 1)||, G the Gram matrix of mu_c - mu, Frobenius norms", "Zhu et al. 2021"),
        Classifier(ClassifierMeasures.SelfDuality, "||W/||W|| - M/||M||||^2, row c of M is mu_c - mu, Frobenius norms", Papyan),
        Labels("nc4", "share of points whose nearest class mean is that of their class; a tie is a miss", Papyan),
        Classifier(
            ClassifierMeasures.Agreement,
            "share of points whose nearest class mean is the class with largest w_c.f_i + b_c; a tie is a miss", Papyan),
        Labels(
            "silhouette",
            "mean of (b - a)/max(a, b), a and b the mean distances to the own and to the nearest other class",
            "Rousseeuw 1987"),
        Labels(
            "recall-at-1",
            "share of points with a positive whose nearest other point is one; a tie with a negative is a miss",
            "Jegou et al. 2011"),
        Labels(
            "map-at-r",
            "mean over points with R > 0 positives of (1/R) sum of P(k) over hits k <= R; negatives first in ties",
            "Musgrave et al. 2020"),
        Labels(
            "neighbour-agreement",
            "share of all points whose nearest other point has their label; a tie with a negative is a miss",
            "elementary"),
    ];

    /// <summary>The definition with this id.</summary>
    internal static HealthDefinition Find(string id) => All.First(definition => definition.Id == id);

    private static HealthDefinition Points(string id, string formula, string source) => new(id, HealthNeed.Points, formula, source);

    private static HealthDefinition Labels(string id, string formula, string source) => new(id, HealthNeed.Labels, formula, source);

    private static HealthDefinition Classifier(string id, string formula, string source) =>
        new(id, HealthNeed.Classifier, formula, source);

    private static HealthDefinition[] Spectrum(string id, string formula, string source) =>
    [
        Points(id, formula + " of the centred points", source),
        Points(id + SpectrumMeasures.Uncentred, formula + " of the points as they are", source),
    ];
}
