# Bench.pm
#	  How tools/bench and tools/bench_scale measure and tell what they found.
#
# A measurement gives one number or several with names.  Those of a group are run
# one after the other in every round, in random order, and compared within the round.

package Bench;

use strict;
use warnings;

use List::Util qw(max min shuffle);
use Time::HiRes qw(sleep time);

use Exporter qw(import);
our @EXPORT_OK = qw(percentile);

# Options: rounds, slice (seconds)
sub new
{
	my ($class, %option) = @_;
	my $scratch = $ENV{SFN_SCRATCH} or die "bench: to be run by with_cluster\n";

	return bless { %option, scratch => $scratch, values => {}, files => 0 }, $class;
}

sub slice
{
	return $_[0]{slice};
}

# Create what is measured in the current database.
sub setup
{
	my ($self, $schema) = @_;

	system("psql -Xq -v ON_ERROR_STOP=1 -f '$schema' >/dev/null") == 0 or die "bench: $schema failed\n";
	$self->{payload} = $self->sql("SELECT bench.payload('x')");
	$self->{server} = $self->sql('SHOW server_version');
}

sub sql
{
	my ($self, $statement) = @_;

	open(my $psql, '-|', 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', $statement) or die "bench: $!\n";
	my @lines = <$psql>;
	close $psql or die "bench: failed: $statement\n";
	chomp(my $result = join '', @lines);
	return $result;
}

# A measurement: how many times a second, or "per" times as many
sub rate
{
	my ($self, $statement, %option) = @_;

	return sub { return ($option{per} // 1) * $self->pgbench($statement, %option) };
}

# Transactions a second; for a slice of time, or as many as "transactions" says for each client
sub pgbench
{
	my ($self, $script, %option) = @_;
	my $output = $self->run_pgbench($script, %option);

	return $1 if $output =~ /^tps = ([\d.]+)/m && $output !~ /^number of failed transactions: [1-9]/m;
	die "bench: failed: $script\n$output";
}

# How many milliseconds each transaction took, of one client in a slice of time
sub latencies
{
	my ($self, $script) = @_;
	my $prefix = "$self->{scratch}/latencies." . ++$self->{files};
	my @times;

	$self->run_pgbench($script, options => [ '-l', "--log-prefix=$prefix" ]);
	foreach my $name (glob "$prefix.*")
	{
		open(my $log, '<', $name) or die "bench: $name: $!\n";
		push @times, map { (split)[2] / 1000 } <$log>;
		unlink $name;
	}
	return @times;
}

sub run_pgbench
{
	my ($self, $script, %option) = @_;
	my $output = '';

	open(my $pgbench, '-|', $self->pgbench_command($script, %option)) or die "bench: $!\n";
	while (my $line = <$pgbench>)
	{
		$output .= $line;
	}
	close $pgbench or die "bench: pgbench failed: $script\n$output";
	return $output;
}

sub pgbench_command
{
	my ($self, $script, %option) = @_;
	my $clients = $option{clients} // 1;
	my $file = "$self->{scratch}/script." . ++$self->{files};
	my %variable = (payload => $self->{payload}, %{ $option{variables} // {} });

	open(my $out, '>', $file) or die "bench: $file: $!\n";
	print $out "$script\n";
	close $out;
	return ('pgbench', '-n', '-M', 'prepared', '-f', $file, '-c', $clients, '-j', min($clients, 2),
		(map { ('-D', "$_=$variable{$_}") } sort keys %variable),
		$option{transactions} ? ('-t', int $option{transactions}) : ('-T', $option{seconds} // $self->{slice}),
		@{ $option{options} // [] });
}

# Let a client repeat a statement until it is ended.
sub background
{
	my ($self, $script) = @_;

	return $self->start($self->pgbench_command($script, seconds => 3600));
}

sub end_background
{
	my ($self, $pid) = @_;

	kill 'TERM', $pid;
	waitpid $pid, 0;
	# A statement ends only when the server notices.
	sleep 0.05 while $self->sql("SELECT count(*) FROM pg_stat_activity
		WHERE application_name = 'pgbench' AND backend_type = 'client backend'") > 0;
}

# A worker, as somebody without pg_cron would start it; its process on this side
sub worker
{
	my $self = shift;

	return $self->start('psql', '-Xq', '-c', "CALL sfn_worker('1 day')");
}

sub end_worker
{
	my ($self, $pid) = @_;

	$self->sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'CALL sfn_worker%'");
	waitpid $pid, 0;
}

# Run a statement that makes tokens; the number of the first.
sub make_tokens
{
	my ($self, $statement) = @_;
	my $first = $self->sql('SELECT coalesce(max(id), 0) + 1 FROM bench.token');

	$self->sql($statement);
	return $first;
}

# Answer as many callbacks, one after the other: how many a second.
sub answer
{
	my ($self, $first, $count) = @_;

	return $self->pgbench("\\set id :id + 1\n" .
		'SELECT sfn_send_task_success(token, :payload::jsonb) FROM bench.token WHERE id = :id',
		transactions => $count, variables => { id => $first - 1 });
}

# Starts lie in the queue, then a worker comes: how many a second until the last has ended.
sub queue
{
	my ($self, $count) = @_;
	my $last = $self->sql("SELECT max(id::text) FROM (
		SELECT sfn_start('same', bench.payload('x'), async => true) AS id FROM generate_series(1, $count)) s");
	my $from = time;
	my $worker = $self->worker;

	$self->sql("SELECT sfn_await('$last')");

	my $seconds = time - $from;

	$self->end_worker($worker);
	return $count / $seconds;
}

# Seconds of processor that the worker has used, and transactions there were in its database
sub activity
{
	my $self = shift;
	my ($pid, $transactions) = split /\|/, $self->sql("
		SELECT pid, (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())
		FROM pg_stat_activity WHERE query LIKE 'CALL sfn_worker%'");

	open(my $file, '<', "/proc/$pid/schedstat") or die "bench: no /proc/$pid/schedstat: $!\n";
	my ($nanoseconds) = split ' ', <$file>;
	return ($nanoseconds / 1e9, $transactions);
}

# Start a program that says nothing.
sub start
{
	my ($self, @command) = @_;
	my $pid = fork // die "bench: $!\n";

	return $pid if $pid != 0;
	open(STDOUT, '>', '/dev/null');
	open(STDERR, '>', '/dev/null');
	exec @command;
	exit 127;
}

# ------------------------------------------------------------------ rounds

# What the latest slice of a measurement gave; undef: none yet
sub latest
{
	my ($self, $name) = @_;

	return $self->{values}{$name}[-1];
}

sub run
{
	my ($self, $measurement, $group, $only) = @_;
	my %only = map { $_ => 1 } split /,/, $only // '';

	foreach my $name (keys %only)
	{
		die "bench: no group \"$name\"; there are: @{[ sort keys %$group ]}\n" unless $group->{$name};
	}
	delete @$group{ grep { !$only{$_} } keys %$group } if %only;
	$self->{groups} = $group;

	my @first = grep { $_->{first} } values %$group;
	my @others = grep { !$_->{first} } values %$group;

	foreach my $members (@first)
	{
		$self->run_group($measurement, $members);
	}
	foreach my $round (1 .. $self->{rounds})
	{
		print STDERR "\rround $round of $self->{rounds} ";
		# So that all rounds meet the same: after it each page is logged whole once
		$self->sql('CHECKPOINT');
		foreach my $members (shuffle grep { $round <= ($_->{at_most} // $round) } @others)
		{
			$self->run_group($measurement, $members);
		}
	}
	print STDERR "\r", ' ' x 20, "\r";
}

sub run_group
{
	my ($self, $measurement, $group) = @_;

	foreach my $name (shuffle @{ $group->{members} })
	{
		my @result = $measurement->{$name}->();
		my %result = @result == 1 ? ($name => $result[0]) : @result;

		push @{ $self->{values}{$_} }, $result{$_} foreach keys %result;
	}
}

# ----------------------------------------------------------------- telling

# Lines: group, title, value, unit, then [against, '>=' or '<=', target]...; against '': the value itself
# has the target.  With a unit of time for something that is counted, rates are turned around.
sub report
{
	my ($self, $lines, @notes) = @_;
	my @results;

	foreach my $line (@$lines)
	{
		my ($group, $title, $name, $unit, @against) = @$line;

		next unless $self->{groups}{$group};
		my @values = map { shown($_, $name, $unit) } @{ $self->{values}{$name} };
		my %result = (group => $group, name => $name, title => $title, unit => $unit, %{ summary(@values) }, against => []);

		push @{ $result{against} }, $self->compare($name, $unit, \@values, @$_) foreach @against;
		push @results, \%result;
	}
	($ENV{FORMAT} // '') eq 'json' ? $self->print_json(\@results, \@notes) : $self->print_table(\@results, \@notes);
	return \@results;
}

# A rate as the unit wants it
sub shown
{
	my ($value, $name, $unit) = @_;

	return $unit eq 'us' ? 1e6 / $value : $value;
}

sub compare
{
	my ($self, $name, $unit, $values, $against, $relation, $target) = @_;

	if ($against eq '')
	{
		my $summary = summary(@$values);

		return { relation => $relation, target => $target, met => met($summary->{median}, $relation, $target) };
	}

	my ($mine, $theirs) = @{ $self->{values} }{ $name, $against };
	my $ratio = summary(map { $mine->[$_] / $theirs->[$_] } 0 .. min($#$mine, $#$theirs));
	my $baseline = summary(map { shown($_, $against, $unit) } @$theirs);

	return { name => $against, %$baseline, ratio => $ratio, relation => $relation, target => $target,
		met => met($ratio->{median}, $relation, $target) };
}

sub met
{
	my ($value, $relation, $target) = @_;

	return undef unless defined $target;
	return $relation eq '>=' ? $value >= $target : $value <= $target;
}

sub summary
{
	my @values = sort { $a <=> $b } @_;

	return { median => percentile(50, @values), min => $values[0], max => $values[-1], rounds => scalar @values };
}

# Of the nearest rank; of an even number the median is the mean of the two in the middle.
sub percentile
{
	my ($percent, @values) = @_;

	@values = sort { $a <=> $b } @values;
	return ($values[ @values / 2 - 1 ] + $values[ @values / 2 ]) / 2 if $percent == 50 && @values % 2 == 0;
	return $values[ max(0, int(@values * $percent / 100 + 0.999999) - 1) ];
}

sub print_table
{
	my ($self, $results, $notes) = @_;

	print "\nsfn on PostgreSQL $self->{server}, ", $self->conditions, "\n";
	print "$_\n" foreach @$notes;
	printf "\n%-36s %14s  %-32s %6s %15s  %s\n", '', 'sfn', 'against', 'ratio', 'min - max', 'target';
	foreach my $result (@$results)
	{
		my $left = sprintf '%-36s %14s', $result->{title}, number($result->{median}, $result->{unit});

		foreach my $against (@{ $result->{against} })
		{
			my $target = defined $against->{target} ?
			  "$against->{relation} " . target($against->{target}, $against->{ratio} ? '' : $result->{unit}) .
			  ($against->{met} ? '' : '  missed') : '';

			if ($against->{ratio})
			{
				printf "%s  %-16s %15s %6.2f %15s  %s\n", $left, $against->{name},
				  number($against->{median}, $result->{unit}), $against->{ratio}{median},
				  sprintf('%.2f - %.2f', @{ $against->{ratio} }{qw(min max)}), $target;
			}
			else
			{
				printf "%s  %-32s %6s %15s  %s\n", $left, '', '',
				  $result->{rounds} > 1 ? join(' - ', map { short($_) } @$result{qw(min max)}) : '', $target;
			}
			$left = ' ' x 51;
		}
	}
	print "\n";
}

sub conditions
{
	my $self = shift;
	my $processors = grep { /^processor/ } `cat /proc/cpuinfo`;

	return "$processors processors, default settings, $self->{rounds} rounds of slices of $self->{slice} s";
}

sub number
{
	my ($value, $unit) = @_;

	return join ' ', short($value), $unit =~ m{^/s$} ? '/s' : $unit =~ m{/s$} ? '/s' : $unit;
}

sub short
{
	my $value = shift;

	return sprintf '%.1f M', $value / 1e6 if $value >= 1e6;
	return sprintf '%.0f', $value if $value >= 100;
	return sprintf '%.1f', $value if $value >= 10;
	return sprintf '%.2f', $value;
}

sub target
{
	my ($value, $unit) = @_;

	return $value >= 1e6 ? $value / 1e6 . ' M' : $value . ($unit eq '%' ? ' %' : '');
}

sub print_json
{
	my ($self, $results, $notes) = @_;

	print json({ server => $self->{server}, conditions => $self->conditions, notes => $notes, lines => $results }), "\n";
}

# Enough of JSON for what is here
sub json
{
	my $value = shift;

	return 'null' unless defined $value;
	return '[' . join(', ', map { json($_) } @$value) . ']' if ref $value eq 'ARRAY';
	return '{' . join(', ', map { json($_) . ': ' . ($_ eq 'met' ? boolean($value->{$_}) : json($value->{$_})) } sort keys %$value) . '}'
	  if ref $value eq 'HASH';
	return $value + 0 if $value =~ /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i && $value !~ /^0\d/;
	$value =~ s/(["\\])/\\$1/g;
	return "\"$value\"";
}

sub boolean
{
	my $value = shift;

	return defined $value ? $value ? 'true' : 'false' : 'null';
}

1;
