/*-------------------------------------------------------------------------
 *
 * service_model_compute.h
 *	  What services of AWS answer, as service_model.c reads it.
 *
 * Made by tools/make_service_model from the public API models that botocore
 * ships (Apache License 2.0); not edited by hand.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_MODEL_COMPUTE_H
#define SFN_SERVICE_MODEL_COMPUTE_H

#define MODEL_LAMBDA \
	"!addLayerVersionPermission=@AddLayerVersionPermissionResponse\n" \
	"!addPermission=@AddPermissionResponse\n" \
	"!createAlias=@AliasConfiguration\n" \
	"!createCodeSigningConfig=@CreateCodeSigningConfigResponse\n" \
	"!createEventSourceMapping=@EventSourceMappingConfiguration\n" \
	"!createFunction=@FunctionConfiguration\n" \
	"!createFunctionUrlConfig=@CreateFunctionUrlConfigResponse\n" \
	"!deleteCodeSigningConfig=@DeleteCodeSigningConfigResponse\n" \
	"!deleteEventSourceMapping=@EventSourceMappingConfiguration\n" \
	"!getAccountSettings=@GetAccountSettingsResponse\n" \
	"!getAlias=@AliasConfiguration\n" \
	"!getCodeSigningConfig=@GetCodeSigningConfigResponse\n" \
	"!getEventSourceMapping=@EventSourceMappingConfiguration\n" \
	"!getFunction=@GetFunctionResponse\n" \
	"!getFunctionCodeSigningConfig=@GetFunctionCodeSigningConfigResponse\n" \
	"!getFunctionConcurrency=@GetFunctionConcurrencyResponse\n" \
	"!getFunctionConfiguration=@FunctionConfiguration\n" \
	"!getFunctionEventInvokeConfig=@FunctionEventInvokeConfig\n" \
	"!getFunctionUrlConfig=@GetFunctionUrlConfigResponse\n" \
	"!getLayerVersion=@GetLayerVersionResponse\n" \
	"!getLayerVersionByArn=@GetLayerVersionResponse\n" \
	"!getLayerVersionPolicy=@GetLayerVersionPolicyResponse\n" \
	"!getPolicy=@GetPolicyResponse\n" \
	"!getProvisionedConcurrencyConfig=@GetProvisionedConcurrencyConfigResponse\n" \
	"!invoke=@InvocationResponse\n" \
	"!invokeAsync=@InvokeAsyncResponse\n" \
	"!listAliases=@ListAliasesResponse\n" \
	"!listCodeSigningConfigs=@ListCodeSigningConfigsResponse\n" \
	"!listEventSourceMappings=@ListEventSourceMappingsResponse\n" \
	"!listFunctionEventInvokeConfigs=@ListFunctionEventInvokeConfigsResponse\n" \
	"!listFunctionUrlConfigs=@ListFunctionUrlConfigsResponse\n" \
	"!listFunctions=@ListFunctionsResponse\n" \
	"!listFunctionsByCodeSigningConfig=@ListFunctionsByCodeSigningConfigResponse\n" \
	"!listLayerVersions=@ListLayerVersionsResponse\n" \
	"!listLayers=@ListLayersResponse\n" \
	"!listProvisionedConcurrencyConfigs=@ListProvisionedConcurrencyConfigsResponse\n" \
	"!listTags=@ListTagsResponse\n" \
	"!listVersionsByFunction=@ListVersionsByFunctionResponse\n" \
	"!publishLayerVersion=@PublishLayerVersionResponse\n" \
	"!publishVersion=@FunctionConfiguration\n" \
	"!putFunctionCodeSigningConfig=@PutFunctionCodeSigningConfigResponse\n" \
	"!putFunctionConcurrency=@Concurrency\n" \
	"!putFunctionEventInvokeConfig=@FunctionEventInvokeConfig\n" \
	"!putProvisionedConcurrencyConfig=@PutProvisionedConcurrencyConfigResponse\n" \
	"!updateAlias=@AliasConfiguration\n" \
	"!updateCodeSigningConfig=@UpdateCodeSigningConfigResponse\n" \
	"!updateEventSourceMapping=@EventSourceMappingConfiguration\n" \
	"!updateFunctionCode=@FunctionConfiguration\n" \
	"!updateFunctionConfiguration=@FunctionConfiguration\n" \
	"!updateFunctionEventInvokeConfig=@FunctionEventInvokeConfig\n" \
	"!updateFunctionUrlConfig=@UpdateFunctionUrlConfigResponse\n" \
	"AccountLimit={TotalCodeSize:n CodeSizeUnzipped:n CodeSizeZipped:n ConcurrentExecutions:n" \
	" UnreservedConcurrentExecutions:n(0,)}\n" \
	"AccountUsage={TotalCodeSize:n FunctionCount:n}\n" \
	"AddLayerVersionPermissionResponse={Statement:s RevisionId:s}\n" \
	"AddPermissionResponse={Statement:s}\n" \
	"AliasConfiguration={AliasArn:s Name:s(1,128) FunctionVersion:s(1,1024) Description:s(0,256)" \
	" RoutingConfig:@AliasRoutingConfiguration RevisionId:s}\n" \
	"AliasRoutingConfiguration={AdditionalVersionWeights:<n(0.0,1.0)>}\n" \
	"AllowedPublishers={SigningProfileVersionArns!:[s]}\n" \
	"AmazonManagedKafkaEventSourceConfig={ConsumerGroupId:s(1,200)}\n" \
	"Architecture=\"x86_64|arm64\"\n" \
	"CodeSigningConfig={CodeSigningConfigId!:s CodeSigningConfigArn!:s(,200) Description:s(0,256)" \
	" AllowedPublishers!:@AllowedPublishers CodeSigningPolicies!:@CodeSigningPolicies LastModified!:s}\n" \
	"CodeSigningPolicies={UntrustedArtifactOnDeployment:@CodeSigningPolicy}\n" \
	"CodeSigningPolicy=\"Warn|Enforce\"\n" \
	"Concurrency={ReservedConcurrentExecutions:n(0,)}\n" \
	"Cors={AllowCredentials:b AllowHeaders:[s(,1024)] AllowMethods:[s(,6)] AllowOrigins:[s(1,253)]" \
	" ExposeHeaders:[s(,1024)] MaxAge:n(0,86400)}\n" \
	"CreateCodeSigningConfigResponse={CodeSigningConfig!:@CodeSigningConfig}\n" \
	"CreateFunctionUrlConfigResponse={FunctionUrl!:s(40,100) FunctionArn!:s AuthType!:@FunctionUrlAuthType" \
	" Cors:@Cors CreationTime!:s}\n" \
	"DeadLetterConfig={TargetArn:s}\n" \
	"DeleteCodeSigningConfigResponse={}\n" \
	"DestinationConfig={OnSuccess:@OnSuccess OnFailure:@OnFailure}\n" \
	"EnvironmentError={ErrorCode:s Message:s}\n" \
	"EnvironmentResponse={Variables:<s> Error:@EnvironmentError}\n" \
	"EphemeralStorage={Size!:n(512,10240)}\n" \
	"EventSourceMappingConfiguration={UUID:s StartingPosition:@EventSourcePosition StartingPositionTimestamp:s" \
	" BatchSize:n(1,10000) MaximumBatchingWindowInSeconds:n(0,300) ParallelizationFactor:n(1,10) EventSourceArn:s" \
	" FilterCriteria:@FilterCriteria FunctionArn:s LastModified:s LastProcessingResult:s State:s" \
	" StateTransitionReason:s DestinationConfig:@DestinationConfig Topics:[s(1,249)] Queues:[s(1,1000)]" \
	" SourceAccessConfigurations:[@SourceAccessConfiguration] SelfManagedEventSource:@SelfManagedEventSource" \
	" MaximumRecordAgeInSeconds:n(-1,604800) BisectBatchOnFunctionError:b MaximumRetryAttempts:n(-1,10000)" \
	" TumblingWindowInSeconds:n(0,900) FunctionResponseTypes:[@FunctionResponseType]" \
	" AmazonManagedKafkaEventSourceConfig:@AmazonManagedKafkaEventSourceConfig" \
	" SelfManagedKafkaEventSourceConfig:@SelfManagedKafkaEventSourceConfig}\n" \
	"EventSourcePosition=\"TRIM_HORIZON|LATEST|AT_TIMESTAMP\"\n" \
	"FileSystemConfig={Arn!:s(,200) LocalMountPath!:s(,160)}\n" \
	"Filter={Pattern:s(0,4096)}\n" \
	"FilterCriteria={Filters:[@Filter]}\n" \
	"FunctionCodeLocation={RepositoryType:s Location:s ImageUri:s ResolvedImageUri:s}\n" \
	"FunctionConfiguration={FunctionName:s(1,170) FunctionArn:s Runtime:@Runtime Role:s Handler:s(,128) CodeSize:n" \
	" Description:s(0,256) Timeout:n(1,) MemorySize:n(128,10240) LastModified:s CodeSha256:s Version:s(1,1024)" \
	" VpcConfig:@VpcConfigResponse DeadLetterConfig:@DeadLetterConfig Environment:@EnvironmentResponse KMSKeyArn:s" \
	" TracingConfig:@TracingConfigResponse MasterArn:s RevisionId:s Layers:[@Layer] State:@State StateReason:s" \
	" StateReasonCode:@StateReasonCode LastUpdateStatus:@LastUpdateStatus LastUpdateStatusReason:s" \
	" LastUpdateStatusReasonCode:@LastUpdateStatusReasonCode FileSystemConfigs:[@FileSystemConfig]" \
	" PackageType:@PackageType ImageConfigResponse:@ImageConfigResponse SigningProfileVersionArn:s SigningJobArn:s" \
	" Architectures:[@Architecture] EphemeralStorage:@EphemeralStorage SnapStart:@SnapStartResponse}\n" \
	"FunctionEventInvokeConfig={LastModified:s FunctionArn:s MaximumRetryAttempts:n(0,2)" \
	" MaximumEventAgeInSeconds:n(60,21600) DestinationConfig:@DestinationConfig}\n" \
	"FunctionResponseType=\"ReportBatchItemFailures\"\n" \
	"FunctionUrlAuthType=\"NONE|AWS_IAM\"\n" \
	"FunctionUrlConfig={FunctionUrl!:s(40,100) FunctionArn!:s CreationTime!:s LastModifiedTime!:s Cors:@Cors" \
	" AuthType!:@FunctionUrlAuthType}\n" \
	"GetAccountSettingsResponse={AccountLimit:@AccountLimit AccountUsage:@AccountUsage}\n" \
	"GetCodeSigningConfigResponse={CodeSigningConfig!:@CodeSigningConfig}\n" \
	"GetFunctionCodeSigningConfigResponse={CodeSigningConfigArn!:s(,200) FunctionName!:s(1,140)}\n" \
	"GetFunctionConcurrencyResponse={ReservedConcurrentExecutions:n(0,)}\n" \
	"GetFunctionResponse={Configuration:@FunctionConfiguration Code:@FunctionCodeLocation Tags:<s>" \
	" Concurrency:@Concurrency}\n" \
	"GetFunctionUrlConfigResponse={FunctionUrl!:s(40,100) FunctionArn!:s AuthType!:@FunctionUrlAuthType Cors:@Cors" \
	" CreationTime!:s LastModifiedTime!:s}\n" \
	"GetLayerVersionPolicyResponse={Policy:s RevisionId:s}\n" \
	"GetLayerVersionResponse={Content:@LayerVersionContentOutput LayerArn:s(1,140) LayerVersionArn:s(1,140)" \
	" Description:s(0,256) CreatedDate:s Version:n CompatibleRuntimes:[@Runtime] LicenseInfo:s(,512)" \
	" CompatibleArchitectures:[@Architecture]}\n" \
	"GetPolicyResponse={Policy:s RevisionId:s}\n" \
	"GetProvisionedConcurrencyConfigResponse={RequestedProvisionedConcurrentExecutions:n(1,)" \
	" AvailableProvisionedConcurrentExecutions:n(0,) AllocatedProvisionedConcurrentExecutions:n(0,)" \
	" Status:@ProvisionedConcurrencyStatusEnum StatusReason:s LastModified:s}\n" \
	"ImageConfig={EntryPoint:[s] Command:[s] WorkingDirectory:s(,1000)}\n" \
	"ImageConfigError={ErrorCode:s Message:s}\n" \
	"ImageConfigResponse={ImageConfig:@ImageConfig Error:@ImageConfigError}\n" \
	"InvocationResponse={StatusCode:n FunctionError:s LogResult:s Payload:s ExecutedVersion:s(1,1024)}\n" \
	"InvokeAsyncResponse={Status:n}\n" \
	"LastUpdateStatus=\"Successful|Failed|InProgress\"\n" \
	"LastUpdateStatusReasonCode=\"EniLimitExceeded|InsufficientRolePermissions|InvalidConfiguration|InternalError|S" \
	"ubnetOutOfIPAddresses|InvalidSubnet|InvalidSecurityGroup|ImageDeleted|ImageAccessDenied|InvalidImage|KMSKeyAcc" \
	"essDenied|KMSKeyNotFound|InvalidStateKMSKey|DisabledKMSKey|EFSIOError|EFSMountConnectivityError|EFSMountFailur" \
	"e|EFSMountTimeout|InvalidRuntime|InvalidZipFileException|FunctionError\"\n" \
	"Layer={Arn:s(1,140) CodeSize:n SigningProfileVersionArn:s SigningJobArn:s}\n" \
	"LayerVersionContentOutput={Location:s CodeSha256:s CodeSize:n SigningProfileVersionArn:s SigningJobArn:s}\n" \
	"LayerVersionsListItem={LayerVersionArn:s(1,140) Version:n Description:s(0,256) CreatedDate:s" \
	" CompatibleRuntimes:[@Runtime] LicenseInfo:s(,512) CompatibleArchitectures:[@Architecture]}\n" \
	"LayersListItem={LayerName:s(1,140) LayerArn:s(1,140) LatestMatchingVersion:@LayerVersionsListItem}\n" \
	"ListAliasesResponse={NextMarker:s Aliases:[@AliasConfiguration]}\n" \
	"ListCodeSigningConfigsResponse={NextMarker:s CodeSigningConfigs:[@CodeSigningConfig]}\n" \
	"ListEventSourceMappingsResponse={NextMarker:s EventSourceMappings:[@EventSourceMappingConfiguration]}\n" \
	"ListFunctionEventInvokeConfigsResponse={FunctionEventInvokeConfigs:[@FunctionEventInvokeConfig]" \
	" NextMarker:s}\n" \
	"ListFunctionUrlConfigsResponse={FunctionUrlConfigs!:[@FunctionUrlConfig] NextMarker:s}\n" \
	"ListFunctionsByCodeSigningConfigResponse={NextMarker:s FunctionArns:[s]}\n" \
	"ListFunctionsResponse={NextMarker:s Functions:[@FunctionConfiguration]}\n" \
	"ListLayerVersionsResponse={NextMarker:s LayerVersions:[@LayerVersionsListItem]}\n" \
	"ListLayersResponse={NextMarker:s Layers:[@LayersListItem]}\n" \
	"ListProvisionedConcurrencyConfigsResponse={ProvisionedConcurrencyConfigs:[@ProvisionedConcurrencyConfigListIte" \
	"m] NextMarker:s}\n" \
	"ListTagsResponse={Tags:<s>}\n" \
	"ListVersionsByFunctionResponse={NextMarker:s Versions:[@FunctionConfiguration]}\n" \
	"OnFailure={Destination:s(0,350)}\n" \
	"OnSuccess={Destination:s(0,350)}\n" \
	"PackageType=\"Zip|Image\"\n" \
	"ProvisionedConcurrencyConfigListItem={FunctionArn:s RequestedProvisionedConcurrentExecutions:n(1,)" \
	" AvailableProvisionedConcurrentExecutions:n(0,) AllocatedProvisionedConcurrentExecutions:n(0,)" \
	" Status:@ProvisionedConcurrencyStatusEnum StatusReason:s LastModified:s}\n" \
	"ProvisionedConcurrencyStatusEnum=\"IN_PROGRESS|READY|FAILED\"\n" \
	"PublishLayerVersionResponse={Content:@LayerVersionContentOutput LayerArn:s(1,140) LayerVersionArn:s(1,140)" \
	" Description:s(0,256) CreatedDate:s Version:n CompatibleRuntimes:[@Runtime] LicenseInfo:s(,512)" \
	" CompatibleArchitectures:[@Architecture]}\n" \
	"PutFunctionCodeSigningConfigResponse={CodeSigningConfigArn!:s(,200) FunctionName!:s(1,140)}\n" \
	"PutProvisionedConcurrencyConfigResponse={RequestedProvisionedConcurrentExecutions:n(1,)" \
	" AvailableProvisionedConcurrentExecutions:n(0,) AllocatedProvisionedConcurrentExecutions:n(0,)" \
	" Status:@ProvisionedConcurrencyStatusEnum StatusReason:s LastModified:s}\n" \
	"Runtime=\"nodejs|nodejs4.3|nodejs6.10|nodejs8.10|nodejs10.x|nodejs12.x|nodejs14.x|nodejs16.x|java8|java8.al2|j" \
	"ava11|python2.7|python3.6|python3.7|python3.8|python3.9|dotnetcore1.0|dotnetcore2.0|dotnetcore2.1|dotnetcore3." \
	"1|dotnet6|nodejs4.3-edge|go1.x|ruby2.5|ruby2.7|provided|provided.al2|nodejs18.x\"\n" \
	"SelfManagedEventSource={Endpoints:<[s(1,300)]>}\n" \
	"SelfManagedKafkaEventSourceConfig={ConsumerGroupId:s(1,200)}\n" \
	"SnapStartApplyOn=\"PublishedVersions|None\"\n" \
	"SnapStartOptimizationStatus=\"On|Off\"\n" \
	"SnapStartResponse={ApplyOn:@SnapStartApplyOn OptimizationStatus:@SnapStartOptimizationStatus}\n" \
	"SourceAccessConfiguration={Type:@SourceAccessType URI:s(1,200)}\n" \
	"SourceAccessType=\"BASIC_AUTH|VPC_SUBNET|VPC_SECURITY_GROUP|SASL_SCRAM_512_AUTH|SASL_SCRAM_256_AUTH|VIRTUAL_HO" \
	"ST|CLIENT_CERTIFICATE_TLS_AUTH|SERVER_ROOT_CA_CERTIFICATE\"\n" \
	"State=\"Pending|Active|Inactive|Failed\"\n" \
	"StateReasonCode=\"Idle|Creating|Restoring|EniLimitExceeded|InsufficientRolePermissions|InvalidConfiguration|In" \
	"ternalError|SubnetOutOfIPAddresses|InvalidSubnet|InvalidSecurityGroup|ImageDeleted|ImageAccessDenied|InvalidIm" \
	"age|KMSKeyAccessDenied|KMSKeyNotFound|InvalidStateKMSKey|DisabledKMSKey|EFSIOError|EFSMountConnectivityError|E" \
	"FSMountFailure|EFSMountTimeout|InvalidRuntime|InvalidZipFileException|FunctionError\"\n" \
	"TracingConfigResponse={Mode:@TracingMode}\n" \
	"TracingMode=\"Active|PassThrough\"\n" \
	"UpdateCodeSigningConfigResponse={CodeSigningConfig!:@CodeSigningConfig}\n" \
	"UpdateFunctionUrlConfigResponse={FunctionUrl!:s(40,100) FunctionArn!:s AuthType!:@FunctionUrlAuthType" \
	" Cors:@Cors CreationTime!:s LastModifiedTime!:s}\n" \
	"VpcConfigResponse={SubnetIds:[s] SecurityGroupIds:[s] VpcId:s}\n"

#define MODEL_STEPFUNCTIONS \
	"!createActivity=@CreateActivityOutput\n" \
	"!createStateMachine=@CreateStateMachineOutput\n" \
	"!deleteActivity=@DeleteActivityOutput\n" \
	"!deleteStateMachine=@DeleteStateMachineOutput\n" \
	"!describeActivity=@DescribeActivityOutput\n" \
	"!describeExecution=@DescribeExecutionOutput\n" \
	"!describeMapRun=@DescribeMapRunOutput\n" \
	"!describeStateMachine=@DescribeStateMachineOutput\n" \
	"!describeStateMachineForExecution=@DescribeStateMachineForExecutionOutput\n" \
	"!getActivityTask=@GetActivityTaskOutput\n" \
	"!getExecutionHistory=@GetExecutionHistoryOutput\n" \
	"!listActivities=@ListActivitiesOutput\n" \
	"!listExecutions=@ListExecutionsOutput\n" \
	"!listMapRuns=@ListMapRunsOutput\n" \
	"!listStateMachines=@ListStateMachinesOutput\n" \
	"!listTagsForResource=@ListTagsForResourceOutput\n" \
	"!sendTaskFailure=@SendTaskFailureOutput\n" \
	"!sendTaskHeartbeat=@SendTaskHeartbeatOutput\n" \
	"!sendTaskSuccess=@SendTaskSuccessOutput\n" \
	"!startExecution=@StartExecutionOutput\n" \
	"!startSyncExecution=@StartSyncExecutionOutput\n" \
	"!stopExecution=@StopExecutionOutput\n" \
	"!tagResource=@TagResourceOutput\n" \
	"!untagResource=@UntagResourceOutput\n" \
	"!updateMapRun=@UpdateMapRunOutput\n" \
	"!updateStateMachine=@UpdateStateMachineOutput\n" \
	"ActivityFailedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"ActivityListItem={ActivityArn!:s(1,256) Name!:s(1,80) CreationDate!:s}\n" \
	"ActivityScheduleFailedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"ActivityScheduledEventDetails={Resource!:s(1,256) Input:s(,262144)" \
	" InputDetails:@HistoryEventExecutionDataDetails TimeoutInSeconds:n HeartbeatInSeconds:n}\n" \
	"ActivityStartedEventDetails={WorkerName:s(,256)}\n" \
	"ActivitySucceededEventDetails={Output:s(,262144) OutputDetails:@HistoryEventExecutionDataDetails}\n" \
	"ActivityTimedOutEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"BillingDetails={BilledMemoryUsedInMB:n(0,) BilledDurationInMilliseconds:n(0,)}\n" \
	"CloudWatchEventsExecutionDataDetails={Included:b}\n" \
	"CloudWatchLogsLogGroup={LogGroupArn:s(1,256)}\n" \
	"CreateActivityOutput={ActivityArn!:s(1,256) CreationDate!:s}\n" \
	"CreateStateMachineOutput={StateMachineArn!:s(1,256) CreationDate!:s}\n" \
	"DeleteActivityOutput={}\n" \
	"DeleteStateMachineOutput={}\n" \
	"DescribeActivityOutput={ActivityArn!:s(1,256) Name!:s(1,80) CreationDate!:s}\n" \
	"DescribeExecutionOutput={ExecutionArn!:s(1,256) StateMachineArn!:s(1,256) Name:s(1,80)" \
	" Status!:@ExecutionStatus StartDate!:s StopDate:s Input:s(,262144)" \
	" InputDetails:@CloudWatchEventsExecutionDataDetails Output:s(,262144)" \
	" OutputDetails:@CloudWatchEventsExecutionDataDetails TraceHeader:s(0,256) MapRunArn:s(1,2000) Error:s(0,256)" \
	" Cause:s(0,32768)}\n" \
	"DescribeMapRunOutput={MapRunArn!:s(1,2000) ExecutionArn!:s(1,256) Status!:@MapRunStatus StartDate!:s" \
	" StopDate:s MaxConcurrency!:n(0,) ToleratedFailurePercentage!:n(0,100) ToleratedFailureCount!:n(0,)" \
	" ItemCounts!:@MapRunItemCounts ExecutionCounts!:@MapRunExecutionCounts}\n" \
	"DescribeStateMachineForExecutionOutput={StateMachineArn!:s(1,256) Name!:s(1,80) Definition!:s(1,1048576)" \
	" RoleArn!:s(1,256) UpdateDate!:s LoggingConfiguration:@LoggingConfiguration" \
	" TracingConfiguration:@TracingConfiguration MapRunArn:s(1,2000) Label:s}\n" \
	"DescribeStateMachineOutput={StateMachineArn!:s(1,256) Name!:s(1,80) Status:@StateMachineStatus" \
	" Definition!:s(1,1048576) RoleArn!:s(1,256) Type!:@StateMachineType CreationDate!:s" \
	" LoggingConfiguration:@LoggingConfiguration TracingConfiguration:@TracingConfiguration Label:s}\n" \
	"ExecutionAbortedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"ExecutionFailedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"ExecutionListItem={ExecutionArn!:s(1,256) StateMachineArn!:s(1,256) Name!:s(1,80) Status!:@ExecutionStatus" \
	" StartDate!:s StopDate:s MapRunArn:s(1,2000) ItemCount:n(0,)}\n" \
	"ExecutionStartedEventDetails={Input:s(,262144) InputDetails:@HistoryEventExecutionDataDetails" \
	" RoleArn:s(1,256)}\n" \
	"ExecutionStatus=\"RUNNING|SUCCEEDED|FAILED|TIMED_OUT|ABORTED\"\n" \
	"ExecutionSucceededEventDetails={Output:s(,262144) OutputDetails:@HistoryEventExecutionDataDetails}\n" \
	"ExecutionTimedOutEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"GetActivityTaskOutput={TaskToken:s(1,1024) Input:s(,262144)}\n" \
	"GetExecutionHistoryOutput={Events!:[@HistoryEvent] NextToken:s(1,1024)}\n" \
	"HistoryEvent={Timestamp!:s Type!:@HistoryEventType Id!:n PreviousEventId:n" \
	" ActivityFailedEventDetails:@ActivityFailedEventDetails" \
	" ActivityScheduleFailedEventDetails:@ActivityScheduleFailedEventDetails" \
	" ActivityScheduledEventDetails:@ActivityScheduledEventDetails" \
	" ActivityStartedEventDetails:@ActivityStartedEventDetails" \
	" ActivitySucceededEventDetails:@ActivitySucceededEventDetails" \
	" ActivityTimedOutEventDetails:@ActivityTimedOutEventDetails TaskFailedEventDetails:@TaskFailedEventDetails" \
	" TaskScheduledEventDetails:@TaskScheduledEventDetails" \
	" TaskStartFailedEventDetails:@TaskStartFailedEventDetails TaskStartedEventDetails:@TaskStartedEventDetails" \
	" TaskSubmitFailedEventDetails:@TaskSubmitFailedEventDetails" \
	" TaskSubmittedEventDetails:@TaskSubmittedEventDetails TaskSucceededEventDetails:@TaskSucceededEventDetails" \
	" TaskTimedOutEventDetails:@TaskTimedOutEventDetails ExecutionFailedEventDetails:@ExecutionFailedEventDetails" \
	" ExecutionStartedEventDetails:@ExecutionStartedEventDetails" \
	" ExecutionSucceededEventDetails:@ExecutionSucceededEventDetails" \
	" ExecutionAbortedEventDetails:@ExecutionAbortedEventDetails" \
	" ExecutionTimedOutEventDetails:@ExecutionTimedOutEventDetails" \
	" MapStateStartedEventDetails:@MapStateStartedEventDetails" \
	" MapIterationStartedEventDetails:@MapIterationEventDetails" \
	" MapIterationSucceededEventDetails:@MapIterationEventDetails" \
	" MapIterationFailedEventDetails:@MapIterationEventDetails" \
	" MapIterationAbortedEventDetails:@MapIterationEventDetails" \
	" LambdaFunctionFailedEventDetails:@LambdaFunctionFailedEventDetails" \
	" LambdaFunctionScheduleFailedEventDetails:@LambdaFunctionScheduleFailedEventDetails" \
	" LambdaFunctionScheduledEventDetails:@LambdaFunctionScheduledEventDetails" \
	" LambdaFunctionStartFailedEventDetails:@LambdaFunctionStartFailedEventDetails" \
	" LambdaFunctionSucceededEventDetails:@LambdaFunctionSucceededEventDetails" \
	" LambdaFunctionTimedOutEventDetails:@LambdaFunctionTimedOutEventDetails" \
	" StateEnteredEventDetails:@StateEnteredEventDetails StateExitedEventDetails:@StateExitedEventDetails" \
	" MapRunStartedEventDetails:@MapRunStartedEventDetails MapRunFailedEventDetails:@MapRunFailedEventDetails}\n" \
	"HistoryEventExecutionDataDetails={Truncated:b}\n" \
	"HistoryEventType=\"ActivityFailed|ActivityScheduled|ActivityScheduleFailed|ActivityStarted|ActivitySucceeded|A" \
	"ctivityTimedOut|ChoiceStateEntered|ChoiceStateExited|ExecutionAborted|ExecutionFailed|ExecutionStarted|Executi" \
	"onSucceeded|ExecutionTimedOut|FailStateEntered|LambdaFunctionFailed|LambdaFunctionScheduled|LambdaFunctionSche" \
	"duleFailed|LambdaFunctionStarted|LambdaFunctionStartFailed|LambdaFunctionSucceeded|LambdaFunctionTimedOut|MapI" \
	"terationAborted|MapIterationFailed|MapIterationStarted|MapIterationSucceeded|MapStateAborted|MapStateEntered|M" \
	"apStateExited|MapStateFailed|MapStateStarted|MapStateSucceeded|ParallelStateAborted|ParallelStateEntered|Paral" \
	"lelStateExited|ParallelStateFailed|ParallelStateStarted|ParallelStateSucceeded|PassStateEntered|PassStateExite" \
	"d|SucceedStateEntered|SucceedStateExited|TaskFailed|TaskScheduled|TaskStarted|TaskStartFailed|TaskStateAborted" \
	"|TaskStateEntered|TaskStateExited|TaskSubmitFailed|TaskSubmitted|TaskSucceeded|TaskTimedOut|WaitStateAborted|W" \
	"aitStateEntered|WaitStateExited|MapRunAborted|MapRunFailed|MapRunStarted|MapRunSucceeded\"\n" \
	"LambdaFunctionFailedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"LambdaFunctionScheduleFailedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"LambdaFunctionScheduledEventDetails={Resource!:s(1,256) Input:s(,262144)" \
	" InputDetails:@HistoryEventExecutionDataDetails TimeoutInSeconds:n TaskCredentials:@TaskCredentials}\n" \
	"LambdaFunctionStartFailedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"LambdaFunctionSucceededEventDetails={Output:s(,262144) OutputDetails:@HistoryEventExecutionDataDetails}\n" \
	"LambdaFunctionTimedOutEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"ListActivitiesOutput={Activities!:[@ActivityListItem] NextToken:s(1,1024)}\n" \
	"ListExecutionsOutput={Executions!:[@ExecutionListItem] NextToken:s(1,3096)}\n" \
	"ListMapRunsOutput={MapRuns!:[@MapRunListItem] NextToken:s(1,1024)}\n" \
	"ListStateMachinesOutput={StateMachines!:[@StateMachineListItem] NextToken:s(1,1024)}\n" \
	"ListTagsForResourceOutput={Tags:[@Tag]}\n" \
	"LogDestination={CloudWatchLogsLogGroup:@CloudWatchLogsLogGroup}\n" \
	"LogLevel=\"ALL|ERROR|FATAL|OFF\"\n" \
	"LoggingConfiguration={Level:@LogLevel IncludeExecutionData:b Destinations:[@LogDestination]}\n" \
	"MapIterationEventDetails={Name:s(1,80) Index:n(0,)}\n" \
	"MapRunExecutionCounts={Pending!:n(0,) Running!:n(0,) Succeeded!:n(0,) Failed!:n(0,) TimedOut!:n(0,)" \
	" Aborted!:n(0,) Total!:n(0,) ResultsWritten!:n(0,)}\n" \
	"MapRunFailedEventDetails={Error:s(0,256) Cause:s(0,32768)}\n" \
	"MapRunItemCounts={Pending!:n(0,) Running!:n(0,) Succeeded!:n(0,) Failed!:n(0,) TimedOut!:n(0,) Aborted!:n(0,)" \
	" Total!:n(0,) ResultsWritten!:n(0,)}\n" \
	"MapRunListItem={ExecutionArn!:s(1,256) MapRunArn!:s(1,2000) StateMachineArn!:s(1,256) StartDate!:s" \
	" StopDate:s}\n" \
	"MapRunStartedEventDetails={MapRunArn:s(1,2000)}\n" \
	"MapRunStatus=\"RUNNING|SUCCEEDED|FAILED|ABORTED\"\n" \
	"MapStateStartedEventDetails={Length:n(0,)}\n" \
	"SendTaskFailureOutput={}\n" \
	"SendTaskHeartbeatOutput={}\n" \
	"SendTaskSuccessOutput={}\n" \
	"StartExecutionOutput={ExecutionArn!:s(1,256) StartDate!:s}\n" \
	"StartSyncExecutionOutput={ExecutionArn!:s(1,256) StateMachineArn:s(1,256) Name:s(1,80) StartDate!:s" \
	" StopDate!:s Status!:@SyncExecutionStatus Error:s(0,256) Cause:s(0,32768) Input:s(,262144)" \
	" InputDetails:@CloudWatchEventsExecutionDataDetails Output:s(,262144)" \
	" OutputDetails:@CloudWatchEventsExecutionDataDetails TraceHeader:s(0,256) BillingDetails:@BillingDetails}\n" \
	"StateEnteredEventDetails={Name!:s(1,80) Input:s(,262144) InputDetails:@HistoryEventExecutionDataDetails}\n" \
	"StateExitedEventDetails={Name!:s(1,80) Output:s(,262144) OutputDetails:@HistoryEventExecutionDataDetails}\n" \
	"StateMachineListItem={StateMachineArn!:s(1,256) Name!:s(1,80) Type!:@StateMachineType CreationDate!:s}\n" \
	"StateMachineStatus=\"ACTIVE|DELETING\"\n" \
	"StateMachineType=\"STANDARD|EXPRESS\"\n" \
	"StopExecutionOutput={StopDate!:s}\n" \
	"SyncExecutionStatus=\"SUCCEEDED|FAILED|TIMED_OUT\"\n" \
	"Tag={Key:s(1,128) Value:s(0,256)}\n" \
	"TagResourceOutput={}\n" \
	"TaskCredentials={RoleArn:s(1,2000)}\n" \
	"TaskFailedEventDetails={ResourceType!:s(1,80) Resource!:s(1,80) Error:s(0,256) Cause:s(0,32768)}\n" \
	"TaskScheduledEventDetails={ResourceType!:s(1,80) Resource!:s(1,80) Region!:s(1,80) Parameters!:s(0,262144)" \
	" TimeoutInSeconds:n HeartbeatInSeconds:n TaskCredentials:@TaskCredentials}\n" \
	"TaskStartFailedEventDetails={ResourceType!:s(1,80) Resource!:s(1,80) Error:s(0,256) Cause:s(0,32768)}\n" \
	"TaskStartedEventDetails={ResourceType!:s(1,80) Resource!:s(1,80)}\n" \
	"TaskSubmitFailedEventDetails={ResourceType!:s(1,80) Resource!:s(1,80) Error:s(0,256) Cause:s(0,32768)}\n" \
	"TaskSubmittedEventDetails={ResourceType!:s(1,80) Resource!:s(1,80) Output:s(,262144)" \
	" OutputDetails:@HistoryEventExecutionDataDetails}\n" \
	"TaskSucceededEventDetails={ResourceType!:s(1,80) Resource!:s(1,80) Output:s(,262144)" \
	" OutputDetails:@HistoryEventExecutionDataDetails}\n" \
	"TaskTimedOutEventDetails={ResourceType!:s(1,80) Resource!:s(1,80) Error:s(0,256) Cause:s(0,32768)}\n" \
	"TracingConfiguration={Enabled:b}\n" \
	"UntagResourceOutput={}\n" \
	"UpdateMapRunOutput={}\n" \
	"UpdateStateMachineOutput={UpdateDate!:s}\n"

#define MODEL_ECS \
	"!runTask=@RunTaskResponse\n" \
	"Attachment={Id:s Type:s Status:s Details:[@KeyValuePair]}\n" \
	"Attribute={Name!:s Value:s TargetType:@TargetType TargetId:s}\n" \
	"Connectivity=\"CONNECTED|DISCONNECTED\"\n" \
	"Container={ContainerArn:s TaskArn:s Name:s Image:s ImageDigest:s RuntimeId:s LastStatus:s ExitCode:n Reason:s" \
	" NetworkBindings:[@NetworkBinding] NetworkInterfaces:[@NetworkInterface] HealthStatus:@HealthStatus" \
	" ManagedAgents:[@ManagedAgent] Cpu:s Memory:s MemoryReservation:s GpuIds:[s]}\n" \
	"ContainerOverride={Name:s Command:[s] Environment:[@KeyValuePair] EnvironmentFiles:[@EnvironmentFile] Cpu:n" \
	" Memory:n MemoryReservation:n ResourceRequirements:[@ResourceRequirement]}\n" \
	"EnvironmentFile={Value!:s Type!:@EnvironmentFileType}\n" \
	"EnvironmentFileType=\"s3\"\n" \
	"EphemeralStorage={SizeInGiB!:n}\n" \
	"Failure={Arn:s Reason:s Detail:s}\n" \
	"HealthStatus=\"HEALTHY|UNHEALTHY|UNKNOWN\"\n" \
	"InferenceAccelerator={DeviceName!:s DeviceType!:s}\n" \
	"InferenceAcceleratorOverride={DeviceName:s DeviceType:s}\n" \
	"KeyValuePair={Name:s Value:s}\n" \
	"LaunchType=\"EC2|FARGATE|EXTERNAL\"\n" \
	"ManagedAgent={LastStartedAt:s Name:@ManagedAgentName Reason:s LastStatus:s}\n" \
	"ManagedAgentName=\"ExecuteCommandAgent\"\n" \
	"NetworkBinding={BindIP:s ContainerPort:n HostPort:n Protocol:@TransportProtocol}\n" \
	"NetworkInterface={AttachmentId:s PrivateIpv4Address:s Ipv6Address:s}\n" \
	"ResourceRequirement={Value!:s Type!:@ResourceType}\n" \
	"ResourceType=\"GPU|InferenceAccelerator\"\n" \
	"RunTaskResponse={Tasks:[@Task] Failures:[@Failure]}\n" \
	"Tag={Key:s(1,128) Value:s(0,256)}\n" \
	"TargetType=\"container-instance\"\n" \
	"Task={Attachments:[@Attachment] Attributes:[@Attribute] AvailabilityZone:s CapacityProviderName:s" \
	" ClusterArn:s Connectivity:@Connectivity ConnectivityAt:s ContainerInstanceArn:s Containers:[@Container]" \
	" Cpu:s CreatedAt:s DesiredStatus:s EnableExecuteCommand:b ExecutionStoppedAt:s Group:s" \
	" HealthStatus:@HealthStatus InferenceAccelerators:[@InferenceAccelerator] LastStatus:s LaunchType:@LaunchType" \
	" Memory:s Overrides:@TaskOverride PlatformVersion:s PlatformFamily:s PullStartedAt:s PullStoppedAt:s" \
	" StartedAt:s StartedBy:s StopCode:@TaskStopCode StoppedAt:s StoppedReason:s StoppingAt:s Tags:[@Tag]" \
	" TaskArn:s TaskDefinitionArn:s Version:n EphemeralStorage:@EphemeralStorage}\n" \
	"TaskOverride={ContainerOverrides:[@ContainerOverride] Cpu:s" \
	" InferenceAcceleratorOverrides:[@InferenceAcceleratorOverride] ExecutionRoleArn:s Memory:s TaskRoleArn:s" \
	" EphemeralStorage:@EphemeralStorage}\n" \
	"TaskStopCode=\"TaskFailedToStart|EssentialContainerExited|UserInitiated|ServiceSchedulerInitiated|SpotInterrup" \
	"tion|TerminationNotice\"\n" \
	"TransportProtocol=\"tcp|udp\"\n"

#define MODEL_BATCH \
	"!submitJob=@SubmitJobResponse\n" \
	"SubmitJobResponse={JobArn:s JobName!:s JobId!:s}\n"

#define MODEL_GLUE \
	"!startJobRun=@StartJobRunResponse\n" \
	"StartJobRunResponse={JobRunId:s(1,255)}\n"

#define MODEL_DATABREW \
	"!startJobRun=@StartJobRunResponse\n" \
	"StartJobRunResponse={RunId!:s(1,255)}\n"

#define MODEL_ATHENA \
	"!getQueryExecution=@GetQueryExecutionOutput\n" \
	"!getQueryResults=@GetQueryResultsOutput\n" \
	"!startQueryExecution=@StartQueryExecutionOutput\n" \
	"!stopQueryExecution=@StopQueryExecutionOutput\n" \
	"AclConfiguration={S3AclOption!:@S3AclOption}\n" \
	"AthenaError={ErrorCategory:n(1,3) ErrorType:n(0,9999) Retryable:b ErrorMessage:s}\n" \
	"ColumnInfo={CatalogName:s SchemaName:s TableName:s Name!:s Label:s Type!:s Precision:n Scale:n" \
	" Nullable:@ColumnNullable CaseSensitive:b}\n" \
	"ColumnNullable=\"NOT_NULL|NULLABLE|UNKNOWN\"\n" \
	"Datum={VarCharValue:s}\n" \
	"EncryptionConfiguration={EncryptionOption!:@EncryptionOption KmsKey:s}\n" \
	"EncryptionOption=\"SSE_S3|SSE_KMS|CSE_KMS\"\n" \
	"EngineVersion={SelectedEngineVersion:s(1,128) EffectiveEngineVersion:s(1,128)}\n" \
	"GetQueryExecutionOutput={QueryExecution:@QueryExecution}\n" \
	"GetQueryResultsOutput={UpdateCount:n ResultSet:@ResultSet NextToken:s(1,1024)}\n" \
	"QueryExecution={QueryExecutionId:s(1,128) Query:s(1,262144) StatementType:@StatementType" \
	" ResultConfiguration:@ResultConfiguration ResultReuseConfiguration:@ResultReuseConfiguration" \
	" QueryExecutionContext:@QueryExecutionContext Status:@QueryExecutionStatus" \
	" Statistics:@QueryExecutionStatistics WorkGroup:s EngineVersion:@EngineVersion" \
	" ExecutionParameters:[s(1,1024)]}\n" \
	"QueryExecutionContext={Database:s(1,255) Catalog:s(1,256)}\n" \
	"QueryExecutionState=\"QUEUED|RUNNING|SUCCEEDED|FAILED|CANCELLED\"\n" \
	"QueryExecutionStatistics={EngineExecutionTimeInMillis:n DataScannedInBytes:n DataManifestLocation:s" \
	" TotalExecutionTimeInMillis:n QueryQueueTimeInMillis:n QueryPlanningTimeInMillis:n" \
	" ServiceProcessingTimeInMillis:n ResultReuseInformation:@ResultReuseInformation}\n" \
	"QueryExecutionStatus={State:@QueryExecutionState StateChangeReason:s SubmissionDateTime:s" \
	" CompletionDateTime:s AthenaError:@AthenaError}\n" \
	"ResultConfiguration={OutputLocation:s EncryptionConfiguration:@EncryptionConfiguration" \
	" ExpectedBucketOwner:s(12,12) AclConfiguration:@AclConfiguration}\n" \
	"ResultReuseByAgeConfiguration={Enabled!:b MaxAgeInMinutes:n(0,10080)}\n" \
	"ResultReuseConfiguration={ResultReuseByAgeConfiguration:@ResultReuseByAgeConfiguration}\n" \
	"ResultReuseInformation={ReusedPreviousResult!:b}\n" \
	"ResultSet={Rows:[@Row] ResultSetMetadata:@ResultSetMetadata}\n" \
	"ResultSetMetadata={ColumnInfo:[@ColumnInfo]}\n" \
	"Row={Data:[@Datum]}\n" \
	"S3AclOption=\"BUCKET_OWNER_FULL_CONTROL\"\n" \
	"StartQueryExecutionOutput={QueryExecutionId:s(1,128)}\n" \
	"StatementType=\"DDL|DML|UTILITY\"\n" \
	"StopQueryExecutionOutput={}\n"

#define SERVICE_MODELS_COMPUTE \
	{"aws-sdk:lambda", MODEL_LAMBDA}, \
	{"aws-sdk:sfn", MODEL_STEPFUNCTIONS}, \
	{"ecs", MODEL_ECS}, \
	{"batch", MODEL_BATCH}, \
	{"glue", MODEL_GLUE}, \
	{"databrew", MODEL_DATABREW}, \
	{"athena", MODEL_ATHENA}

#endif							/* SFN_SERVICE_MODEL_COMPUTE_H */
