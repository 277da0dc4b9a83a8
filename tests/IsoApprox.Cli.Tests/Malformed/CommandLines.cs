using System.CommandLine;
using IsoApprox.Cli.Commands;
using IsoApprox.Cli.StudyCommands;
using IsoApprox.Cli.Verbs;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>Every option of every verb with values that it may not take, and combinations that make no sense.</summary>
internal static class CommandLines
{
    private const string Points = "0.1,0.43,0\n0.25,0.95,0\n0.61,0.89,1\n";

    private const string TooLongForAnInteger = "99999999999999999999999";

    /// <summary>Wrong for every option that takes a number, a word of a list, or a shape.</summary>
    private static readonly string[] Wrong = [
        "", "x", "-1e-400x", "0x10", "1e999", "nan", "∞", TooLongForAnInteger, "1,5,", "\u001b[31m", "--json"];

    private static readonly string[] Sentences =
    [
        "", "mesure", "study", "study collaps", "measure", "measure {d}/x.csv {d}/x.csv", "measure {d}", "measure {d}/absent.csv",
        "measure {d}/x.csv --labels {d}/absent.npy",
        "measure {d}/x.csv --label-column 9", "measure {d}/x.csv --label-column species", "measure {d}/x.csv --label-column -1",
        "measure {d}/x.csv --labels {d}",
        "measure {d}/x.csv --out {d}/absent/r.json", "measure {d}/x.csv --out {d}", "measure {d}/x.csv --out {d}/x.csv",
        "measure {d}/x.csv --certificate {d}/absent/c.json",
        "measure {d}/x.csv --certificate {d}/c.json --out {d}/c.json", "distance {d}/x.csv", "distance {d}/x.csv {d}/y.csv",
        "distance {d}/x.csv {d}/absent.csv",
        "nearest {d}/x.csv --out {d}/g.txt", "nearest {d}/x.csv --set ladder", "nearest {d}/x.csv --set ladder --levels {d}/absent.csv",
        "nearest {d}/x.csv --levels {d}/y.csv",
        "nearest {d}/x.csv --set contrastive", "nearest {d}/x.csv --set contrastive --within 1", "nearest {d}/x.csv --within 1 --beyond 2",
        "nearest {d}/x.csv --set contrastive --within 3 --beyond 1",
        "nearest {d}/x.csv --set sphere --margin 1", "nearest {d}/x.csv --dimension 100000000",
        "nearest {d}/x.csv --label-column 2 --dimension 2147483647", "certify", "certify {d}/absent.json", "certify {d}/x.csv {d}/x.csv",
        "certify {d}/x.csv",
        "certify {d}/x.csv {d}", "verify {d}/x.csv --strict yes", "refute --points 5", "refute --points 5 --dimension 2 --classes 9",
        "refute --points 5 --dimension 2 --classes 1",
        "refute --points 2000000000 --dimension 2000000000 --classes 3", "refute --claim lemma1 --points 5 --dimension 2 --classes 2",
        "diagnose {d}/x.csv --out {d}/r.html",
        "diagnose {d}/x.csv --batch 1", "diagnose {d}/x.csv --batch 2x", "diagnose {d}/x.csv --batch 3x3x3",
        "diagnose {d}/x.csv --batch 70000x70000", "diagnose {d}/x.csv --out {d}/x.csv",
        "study collapse --out {d}/x.csv", "study collapse --shard 0/2 --out {d}/s", "study collapse --shard 2 --out {d}/s",
        "study collapse --shard 3/2 --out {d}/s",
        "study collapse --slurm 4 --shard 1/2", "study collapse --models cube --out {d}/s", "study collapse --models mixture:x --out {d}/s",
        "study collapse --models data --out {d}/s",
        "study collapse --points 0 --out {d}/s", "study collapse --points 10,,20 --out {d}/s",
        "study collapse --points 2000000000 --dimensions 2000000000 --out {d}/s", "study collapse --classes x0 --out {d}/s",
        "study collapse --classes y2 --out {d}/s", "study collapse --noise 1.5 --out {d}/s",
        "study collapse --seeds 2000000000 --out {d}/s", "study margin --seeds 2147483647 --out {d}/s",
        "study training --seeds 2147483647 --out {d}/s",
        "study contrastive --seeds 2147483647 --out {d}/s", "study margin {d}/one.csv --out {d}/s",
        "study training {d}/equal.csv --out {d}/s", "study merge", "study merge {d}/absent.jsonl --out {d}/m.jsonl",
        "study merge {d}/x.csv", "paper --out {d}/x.csv", "paper --out {d}/x.csv/sub", "audit --out {d}/x.csv", "info extra",
        "info --out {d}", "measure {d}/x.csv --label-column 0 --label-column 1",
        "measure {d}/x.csv --points-key", "measure @{d}/x.csv", "measure {d}/x.csv -- --json", "--bogus", "measure --seed 1",
    ];

    internal static IEnumerable<MalformedInput> All()
    {
        foreach (var (k, sentence) in Sentences.Index())
        {
            yield return Of($"sentence {k}: {sentence}", sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries), true);
        }

        foreach (var (verb, command) in Verbs())
        {
            foreach (var (k, option) in command.Options.Where(option => option.ValueType != typeof(bool) && !TakesText(option)).Index())
            {
                // Three of the values, others for the next option.
                foreach (var value in new[] { 0, 4, 7 }.Select(step => Wrong[(k + verb.Length + step) % Wrong.Length])
                    .Where(value => value != TooLongForAnInteger || option.ValueType != typeof(double?)))
                {
                    yield return Of($"{verb} {option.Name} '{value}'", [.. Sentence(verb, command), option.Name, value], true);
                }
            }

            foreach (var option in command.Options.Where(option => option.ValueType == typeof(bool)))
            {
                yield return Of($"{verb} {option.Name} given a word", [.. Sentence(verb, command), option.Name, "perhaps"], true);
            }
        }
    }

    private static IEnumerable<(string Verb, Command Command)> Verbs()
    {
        VerbCommand[] verbs =
        [
            new MeasureCommand(), new DistanceCommand(), new NearestCommand(), new CertifyCommand(), new VerifyCommand(),
            new PaperCommand(), new AuditCommand(), new RefuteCommand(), new DiagnoseCommand(),
            new InfoCommand(),
        ];
        return verbs.Select(verb => (verb.Name, (Command)verb))
            .Concat(new StudiesCommand().Subcommands.Select(verb => ("study " + verb.Name, verb)));
    }

    private static string[] Sentence(string verb, Command command) =>
        [.. verb.Split(' '), .. command.Arguments.Take(1).Where(a => a.Arity.MinimumNumberOfValues > 0).Select(_ => "{d}/x.csv")];

    // Names of files, columns and arrays: any text may be one.
    private static bool TakesText(Option option) =>
        option.Name is
            "--labels" or "--label-column" or "--points-key" or "--labels-key" or "--out" or "--certificate" or "--levels" or "--data";

    private static MalformedInput Of(string name, string[] arguments, bool refused) => new(
        name,
        arguments,
        [
            MalformedInput.Text("x.csv", Points), MalformedInput.Text("y.csv", "1,2,3\n4,5,6\n"),
            MalformedInput.Text("one.csv", "1,2,a\n3,4,a\n"),
            MalformedInput.Text("equal.csv", "1,2,a\n1,2,b\n"),
        ],
        refused);
}
