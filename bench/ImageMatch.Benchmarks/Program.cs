using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project bench/ImageMatch.Benchmarks -- --filter '*'
// In this process: a project generated beside the solution would be built by its settings.
IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(logOutput: true)));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
