using System.Diagnostics;
using System.Security.Cryptography;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>
/// Malformed input of every kind, made by generators from fixed seeds: each is answered within five seconds, by exit code 2 with one line
/// that names what is wrong and nothing written, or by a right answer.
/// </summary>
[Collection(nameof(MalformedInputTests))]
[CollectionDefinition(nameof(MalformedInputTests), DisableParallelization = true)]
public class MalformedInputTests
{
    private const int SampleStep = 23;

    /// <summary>An exited process no longer tells its processor time: elapsed time is divided by what a busy machine makes of it.</summary>
    private const double Busy = 4;

    /// <summary>Of processor time: the machine may be busy. These tests run alone, so that no other test's time is counted.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private static readonly Dictionary<string, Func<IEnumerable<MalformedInput>>> Kinds = new()
    {
        ["tables"] = PointTables.All,
        ["binary"] = BinaryPoints.All,
        ["json"] = JsonPoints.All,
        ["certificates"] = Certificates.All,
        ["rows"] = RowFiles.All,
        ["options"] = CommandLines.All,
    };

    public static TheoryData<string> NamesOfKinds => new(Kinds.Keys);

    [Theory]
    [MemberData(nameof(NamesOfKinds))]
    public void Every_malformed_input_is_refused_or_answered_right(string kind)
    {
        var (failures, count, answered) = (new List<string>(), 0, 0);
        foreach (var input in Kinds[kind]())
        {
            count++;
            using var hang = new CancellationTokenSource(Hang);
            var before = Environment.CpuUsage.TotalTime;
            var (failure, result) = Try(input, arguments => Tool.RunHere(hang.Token, arguments));
            Note(failures, input, failure, Environment.CpuUsage.TotalTime - before);
            answered += result.ExitCode == 2 ? 0 : 1;
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count}:\n{string.Join('\n', failures)}");
        Assert.True(count >= 50 && answered < count, $"{count} inputs, {answered} answered: the generator does not do its work");
    }

    [Fact]
    public void There_are_at_least_250() =>
        Assert.InRange(Kinds.Values.Sum(kind => kind().DistinctBy(input => input.Name).Count()), 250, 5000);

    [Fact]
    public void A_sample_behaves_the_same_as_a_process_of_its_own()
    {
        var failures = new List<string>();
        foreach (var input in Kinds.Values.SelectMany(kind => kind()).Where((_, k) => k % SampleStep == 0))
        {
            var watch = Stopwatch.StartNew();
            var (failure, _) = Try(input, arguments =>
            {
                using var process = Tool.Start(arguments);
                return Tool.Collect(process);
            });
            Note(failures, input, failure, watch.Elapsed / Busy);
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static void Note(List<string> failures, MalformedInput input, string? failure, TimeSpan used)
    {
        failure ??= used > Patience ? $"took {used.TotalSeconds:0.0} s" : null;
        if (failure is not null)
        {
            failures.Add($"{input.Name}: {failure}");
        }
    }

    private static (string? Failure, ToolResult Result) Try(MalformedInput input, Func<string[], ToolResult> run)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, content) in input.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            File.WriteAllBytes(folder[name], content);
        }

        var before = Snapshot(folder.Path);
        var result = run(input.ArgumentsIn(folder.Path));
        var failure = result.ExitCode == 2
            ? FaultOfRefusal(result) ?? (before == Snapshot(folder.Path) ? null : "something was written")
            : FaultOfAnswer(input, result);
        return (failure, result);
    }

    private static string? FaultOfRefusal(ToolResult result)
    {
        var lines = result.Error.TrimEnd('\n').Split('\n');
        return result.Output.Length > 0 ? $"printed '{result.Output}'"
            : lines.Length != 1 ? $"{lines.Length} lines: {result.Error}"
            : !lines[0].StartsWith("isoapprox: ", StringComparison.Ordinal) || lines[0].Length < 30
                || lines[0].Length > 2000 ? $"says '{lines[0]}'"
            : lines[0].Any(char.IsControl) ? $"prints control characters: '{lines[0]}'"
            : null;
    }

    private static string? FaultOfAnswer(MalformedInput input, ToolResult result)
    {
        if (input.MustBeRefused || result.ExitCode is not (0 or 1 or 3))
        {
            return $"exit code {result.ExitCode}: {result.Error}{result.Output[..Math.Min(200, result.Output.Length)]}";
        }

        try
        {
            return result.Error.Length > 0 ? $"stderr: {result.Error}"
                : result.Output.Any(c => c != '\n' && char.IsControl(c)) ? "control characters in the answer"
                : input.IsRight?.Invoke(result) == false ? $"a wrong answer: {result.Output[..Math.Min(400, result.Output.Length)]}"
                : result.Json().ValueKind == System.Text.Json.JsonValueKind.Object ? null : "no object";
        }
        catch (Exception e) when (
            e is System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return $"an answer that cannot be judged ({e.Message}): {result.Output[..Math.Min(400, result.Output.Length)]}";
        }
    }

    private static string Snapshot(string folder) => string.Join(
        '\n', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(
            path => $"{path} {(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}"));
}
