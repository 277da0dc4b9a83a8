namespace IsoApprox.Studies.Auditing;

/// <summary>What the audit says about a statement in general.</summary>
public enum AuditVerdict
{
    /// <summary>Proved for every embedding that meets the hypotheses; the sweep found no violation.</summary>
    Proved,

    /// <summary>An embedding that violates the statement is exhibited, with a certificate or an exact argument.</summary>
    Refuted,

    /// <summary>The statement says nothing on the embeddings it is meant for.</summary>
    Vacuous,

    /// <summary>Neither proved nor refuted; what is known is said.</summary>
    Open,

    /// <summary>A figure from a sweep, not a proof.</summary>
    Measured,

    /// <summary>A proved statement was violated or a certificate was rejected: the software or a proof is wrong.</summary>
    Contradiction,

    /// <summary>The run was stopped before.</summary>
    NotRun,
}

/// <summary>One row of the audit.</summary>
/// <param name="Id">Stable name; section heading of docs/claims.md or docs/audit.md.</param>
/// <param name="Statement">The formula.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Evidence">The strongest evidence, one line.</param>
/// <param name="InstanceFile">Embedding or pair that shows it; null when there is none.</param>
/// <param name="CertificateFile">Certificate that proves it; null when there is none.</param>
/// <param name="Points">N of the instance; null without one.</param>
/// <param name="Dimension">n of the instance; null without one.</param>
/// <param name="Ratio">Proved lower bound of the ratio in question, rounded down; null without one.</param>
public sealed record AuditFinding(
    string Id, string Statement, AuditVerdict Verdict, string Evidence, string? InstanceFile = null, string? CertificateFile = null,
    int? Points = null,
        int? Dimension = null, double? Ratio = null);

/// <summary>All rows.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Findings">In the order of docs/audit.md.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Files">Files written, full paths.</param>
public sealed record AuditResult(AuditSettings Settings, IReadOnlyList<AuditFinding> Findings, double Seconds, IReadOnlyList<string> Files)
{
    /// <summary>True when a proof or a certificate failed.</summary>
    public bool HasContradiction => Findings.Any(f => f.Verdict == AuditVerdict.Contradiction);
}

/// <summary>Progress of the audit.</summary>
/// <param name="Done">Sections finished.</param>
/// <param name="Total">Sections in all.</param>
/// <param name="Text">What is being done.</param>
/// <param name="Share">Share of the work that is done, from 0 to 1; sections count by their usual time.</param>
public readonly record struct AuditProgress(int Done, int Total, string Text, double Share);
