/*-------------------------------------------------------------------------
 *
 * service_model_messaging.h
 *	  What services of AWS answer, as service_model.c reads it.
 *
 * Made by tools/make_service_model from the public API models that botocore
 * ships (Apache License 2.0); not edited by hand.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_MODEL_MESSAGING_H
#define SFN_SERVICE_MODEL_MESSAGING_H

#define MODEL_EVENTS \
	"!cancelReplay=@CancelReplayResponse\n" \
	"!createApiDestination=@CreateApiDestinationResponse\n" \
	"!createArchive=@CreateArchiveResponse\n" \
	"!createConnection=@CreateConnectionResponse\n" \
	"!createEndpoint=@CreateEndpointResponse\n" \
	"!createEventBus=@CreateEventBusResponse\n" \
	"!createPartnerEventSource=@CreatePartnerEventSourceResponse\n" \
	"!deauthorizeConnection=@DeauthorizeConnectionResponse\n" \
	"!deleteApiDestination=@DeleteApiDestinationResponse\n" \
	"!deleteArchive=@DeleteArchiveResponse\n" \
	"!deleteConnection=@DeleteConnectionResponse\n" \
	"!deleteEndpoint=@DeleteEndpointResponse\n" \
	"!describeApiDestination=@DescribeApiDestinationResponse\n" \
	"!describeArchive=@DescribeArchiveResponse\n" \
	"!describeConnection=@DescribeConnectionResponse\n" \
	"!describeEndpoint=@DescribeEndpointResponse\n" \
	"!describeEventBus=@DescribeEventBusResponse\n" \
	"!describeEventSource=@DescribeEventSourceResponse\n" \
	"!describePartnerEventSource=@DescribePartnerEventSourceResponse\n" \
	"!describeReplay=@DescribeReplayResponse\n" \
	"!describeRule=@DescribeRuleResponse\n" \
	"!listApiDestinations=@ListApiDestinationsResponse\n" \
	"!listArchives=@ListArchivesResponse\n" \
	"!listConnections=@ListConnectionsResponse\n" \
	"!listEndpoints=@ListEndpointsResponse\n" \
	"!listEventBuses=@ListEventBusesResponse\n" \
	"!listEventSources=@ListEventSourcesResponse\n" \
	"!listPartnerEventSourceAccounts=@ListPartnerEventSourceAccountsResponse\n" \
	"!listPartnerEventSources=@ListPartnerEventSourcesResponse\n" \
	"!listReplays=@ListReplaysResponse\n" \
	"!listRuleNamesByTarget=@ListRuleNamesByTargetResponse\n" \
	"!listRules=@ListRulesResponse\n" \
	"!listTagsForResource=@ListTagsForResourceResponse\n" \
	"!listTargetsByRule=@ListTargetsByRuleResponse\n" \
	"!putEvents=@PutEventsResponse\n" \
	"!putPartnerEvents=@PutPartnerEventsResponse\n" \
	"!putRule=@PutRuleResponse\n" \
	"!putTargets=@PutTargetsResponse\n" \
	"!removeTargets=@RemoveTargetsResponse\n" \
	"!startReplay=@StartReplayResponse\n" \
	"!tagResource=@TagResourceResponse\n" \
	"!testEventPattern=@TestEventPatternResponse\n" \
	"!untagResource=@UntagResourceResponse\n" \
	"!updateApiDestination=@UpdateApiDestinationResponse\n" \
	"!updateArchive=@UpdateArchiveResponse\n" \
	"!updateConnection=@UpdateConnectionResponse\n" \
	"!updateEndpoint=@UpdateEndpointResponse\n" \
	"ApiDestination={ApiDestinationArn:s(1,1600) Name:s(1,64) ApiDestinationState:@ApiDestinationState" \
	" ConnectionArn:s(1,1600) InvocationEndpoint:s(1,2048) HttpMethod:@ApiDestinationHttpMethod" \
	" InvocationRateLimitPerSecond:n(1,) CreationTime:s LastModifiedTime:s}\n" \
	"ApiDestinationHttpMethod=\"POST|GET|HEAD|OPTIONS|PUT|PATCH|DELETE\"\n" \
	"ApiDestinationState=\"ACTIVE|INACTIVE\"\n" \
	"Archive={ArchiveName:s(1,48) EventSourceArn:s(1,1600) State:@ArchiveState StateReason:s(,512)" \
	" RetentionDays:n(0,) SizeBytes:n EventCount:n CreationTime:s}\n" \
	"ArchiveState=\"ENABLED|DISABLED|CREATING|UPDATING|CREATE_FAILED|UPDATE_FAILED\"\n" \
	"AssignPublicIp=\"ENABLED|DISABLED\"\n" \
	"AwsVpcConfiguration={Subnets!:[s] SecurityGroups:[s] AssignPublicIp:@AssignPublicIp}\n" \
	"BatchArrayProperties={Size:n}\n" \
	"BatchParameters={JobDefinition!:s JobName!:s ArrayProperties:@BatchArrayProperties" \
	" RetryStrategy:@BatchRetryStrategy}\n" \
	"BatchRetryStrategy={Attempts:n}\n" \
	"CancelReplayResponse={ReplayArn:s(1,1600) State:@ReplayState StateReason:s(,512)}\n" \
	"CapacityProviderStrategyItem={CapacityProvider!:s(1,255) Weight:n(0,1000) Base:n(0,100000)}\n" \
	"Connection={ConnectionArn:s(1,1600) Name:s(1,64) ConnectionState:@ConnectionState StateReason:s(,512)" \
	" AuthorizationType:@ConnectionAuthorizationType CreationTime:s LastModifiedTime:s LastAuthorizedTime:s}\n" \
	"ConnectionApiKeyAuthResponseParameters={ApiKeyName:s(1,512)}\n" \
	"ConnectionAuthResponseParameters={BasicAuthParameters:@ConnectionBasicAuthResponseParameters" \
	" OAuthParameters:@ConnectionOAuthResponseParameters" \
	" ApiKeyAuthParameters:@ConnectionApiKeyAuthResponseParameters" \
	" InvocationHttpParameters:@ConnectionHttpParameters}\n" \
	"ConnectionAuthorizationType=\"BASIC|OAUTH_CLIENT_CREDENTIALS|API_KEY\"\n" \
	"ConnectionBasicAuthResponseParameters={Username:s(1,512)}\n" \
	"ConnectionBodyParameter={Key:s Value:s IsValueSecret:b}\n" \
	"ConnectionHeaderParameter={Key:s(,512) Value:s(,512) IsValueSecret:b}\n" \
	"ConnectionHttpParameters={HeaderParameters:[@ConnectionHeaderParameter]" \
	" QueryStringParameters:[@ConnectionQueryStringParameter] BodyParameters:[@ConnectionBodyParameter]}\n" \
	"ConnectionOAuthClientResponseParameters={ClientID:s(1,512)}\n" \
	"ConnectionOAuthHttpMethod=\"GET|POST|PUT\"\n" \
	"ConnectionOAuthResponseParameters={ClientParameters:@ConnectionOAuthClientResponseParameters" \
	" AuthorizationEndpoint:s(1,2048) HttpMethod:@ConnectionOAuthHttpMethod" \
	" OAuthHttpParameters:@ConnectionHttpParameters}\n" \
	"ConnectionQueryStringParameter={Key:s(,512) Value:s(,512) IsValueSecret:b}\n" \
	"ConnectionState=\"CREATING|UPDATING|DELETING|AUTHORIZED|DEAUTHORIZED|AUTHORIZING|DEAUTHORIZING\"\n" \
	"CreateApiDestinationResponse={ApiDestinationArn:s(1,1600) ApiDestinationState:@ApiDestinationState" \
	" CreationTime:s LastModifiedTime:s}\n" \
	"CreateArchiveResponse={ArchiveArn:s(1,1600) State:@ArchiveState StateReason:s(,512) CreationTime:s}\n" \
	"CreateConnectionResponse={ConnectionArn:s(1,1600) ConnectionState:@ConnectionState CreationTime:s" \
	" LastModifiedTime:s}\n" \
	"CreateEndpointResponse={Name:s(1,64) Arn:s(1,1600) RoutingConfig:@RoutingConfig" \
	" ReplicationConfig:@ReplicationConfig EventBuses:[@EndpointEventBus] RoleArn:s(1,256) State:@EndpointState}\n" \
	"CreateEventBusResponse={EventBusArn:s}\n" \
	"CreatePartnerEventSourceResponse={EventSourceArn:s}\n" \
	"DeadLetterConfig={Arn:s(1,1600)}\n" \
	"DeauthorizeConnectionResponse={ConnectionArn:s(1,1600) ConnectionState:@ConnectionState CreationTime:s" \
	" LastModifiedTime:s LastAuthorizedTime:s}\n" \
	"DeleteApiDestinationResponse={}\n" \
	"DeleteArchiveResponse={}\n" \
	"DeleteConnectionResponse={ConnectionArn:s(1,1600) ConnectionState:@ConnectionState CreationTime:s" \
	" LastModifiedTime:s LastAuthorizedTime:s}\n" \
	"DeleteEndpointResponse={}\n" \
	"DescribeApiDestinationResponse={ApiDestinationArn:s(1,1600) Name:s(1,64) Description:s(,512)" \
	" ApiDestinationState:@ApiDestinationState ConnectionArn:s(1,1600) InvocationEndpoint:s(1,2048)" \
	" HttpMethod:@ApiDestinationHttpMethod InvocationRateLimitPerSecond:n(1,) CreationTime:s LastModifiedTime:s}\n" \
	"DescribeArchiveResponse={ArchiveArn:s(1,1600) ArchiveName:s(1,48) EventSourceArn:s(1,1600)" \
	" Description:s(,512) EventPattern:s(,4096) State:@ArchiveState StateReason:s(,512) RetentionDays:n(0,)" \
	" SizeBytes:n EventCount:n CreationTime:s}\n" \
	"DescribeConnectionResponse={ConnectionArn:s(1,1600) Name:s(1,64) Description:s(,512)" \
	" ConnectionState:@ConnectionState StateReason:s(,512) AuthorizationType:@ConnectionAuthorizationType" \
	" SecretArn:s(20,2048) AuthParameters:@ConnectionAuthResponseParameters CreationTime:s LastModifiedTime:s" \
	" LastAuthorizedTime:s}\n" \
	"DescribeEndpointResponse={Name:s(1,64) Description:s(,512) Arn:s(1,1600) RoutingConfig:@RoutingConfig" \
	" ReplicationConfig:@ReplicationConfig EventBuses:[@EndpointEventBus] RoleArn:s(1,256) EndpointId:s(1,50)" \
	" EndpointUrl:s(1,256) State:@EndpointState StateReason:s(1,512) CreationTime:s LastModifiedTime:s}\n" \
	"DescribeEventBusResponse={Name:s Arn:s Policy:s}\n" \
	"DescribeEventSourceResponse={Arn:s CreatedBy:s CreationTime:s ExpirationTime:s Name:s" \
	" State:@EventSourceState}\n" \
	"DescribePartnerEventSourceResponse={Arn:s Name:s}\n" \
	"DescribeReplayResponse={ReplayName:s(1,64) ReplayArn:s(1,1600) Description:s(,512) State:@ReplayState" \
	" StateReason:s(,512) EventSourceArn:s(1,1600) Destination:@ReplayDestination EventStartTime:s EventEndTime:s" \
	" EventLastReplayedTime:s ReplayStartTime:s ReplayEndTime:s}\n" \
	"DescribeRuleResponse={Name:s(1,64) Arn:s(1,1600) EventPattern:s(,4096) ScheduleExpression:s(,256)" \
	" State:@RuleState Description:s(,512) RoleArn:s(1,1600) ManagedBy:s(1,128) EventBusName:s(1,256)" \
	" CreatedBy:s(1,128)}\n" \
	"EcsParameters={TaskDefinitionArn!:s(1,1600) TaskCount:n(1,) LaunchType:@LaunchType" \
	" NetworkConfiguration:@NetworkConfiguration PlatformVersion:s Group:s" \
	" CapacityProviderStrategy:[@CapacityProviderStrategyItem] EnableECSManagedTags:b EnableExecuteCommand:b" \
	" PlacementConstraints:[@PlacementConstraint] PlacementStrategy:[@PlacementStrategy]" \
	" PropagateTags:@PropagateTags ReferenceId:s(,1024) Tags:[@Tag]}\n" \
	"Endpoint={Name:s(1,64) Description:s(,512) Arn:s(1,1600) RoutingConfig:@RoutingConfig" \
	" ReplicationConfig:@ReplicationConfig EventBuses:[@EndpointEventBus] RoleArn:s(1,256) EndpointId:s(1,50)" \
	" EndpointUrl:s(1,256) State:@EndpointState StateReason:s(1,512) CreationTime:s LastModifiedTime:s}\n" \
	"EndpointEventBus={EventBusArn!:s(1,512)}\n" \
	"EndpointState=\"ACTIVE|CREATING|UPDATING|DELETING|CREATE_FAILED|UPDATE_FAILED|DELETE_FAILED\"\n" \
	"EventBus={Name:s Arn:s Policy:s}\n" \
	"EventSource={Arn:s CreatedBy:s CreationTime:s ExpirationTime:s Name:s State:@EventSourceState}\n" \
	"EventSourceState=\"PENDING|ACTIVE|DELETED\"\n" \
	"FailoverConfig={Primary!:@Primary Secondary!:@Secondary}\n" \
	"HttpParameters={PathParameterValues:[s] HeaderParameters:<s(,512)> QueryStringParameters:<s(,512)>}\n" \
	"InputTransformer={InputPathsMap:<s(,256)> InputTemplate!:s(1,8192)}\n" \
	"KinesisParameters={PartitionKeyPath!:s(,256)}\n" \
	"LaunchType=\"EC2|FARGATE|EXTERNAL\"\n" \
	"ListApiDestinationsResponse={ApiDestinations:[@ApiDestination] NextToken:s(1,2048)}\n" \
	"ListArchivesResponse={Archives:[@Archive] NextToken:s(1,2048)}\n" \
	"ListConnectionsResponse={Connections:[@Connection] NextToken:s(1,2048)}\n" \
	"ListEndpointsResponse={Endpoints:[@Endpoint] NextToken:s(1,2048)}\n" \
	"ListEventBusesResponse={EventBuses:[@EventBus] NextToken:s(1,2048)}\n" \
	"ListEventSourcesResponse={EventSources:[@EventSource] NextToken:s(1,2048)}\n" \
	"ListPartnerEventSourceAccountsResponse={PartnerEventSourceAccounts:[@PartnerEventSourceAccount]" \
	" NextToken:s(1,2048)}\n" \
	"ListPartnerEventSourcesResponse={PartnerEventSources:[@PartnerEventSource] NextToken:s(1,2048)}\n" \
	"ListReplaysResponse={Replays:[@Replay] NextToken:s(1,2048)}\n" \
	"ListRuleNamesByTargetResponse={RuleNames:[s(1,64)] NextToken:s(1,2048)}\n" \
	"ListRulesResponse={Rules:[@Rule] NextToken:s(1,2048)}\n" \
	"ListTagsForResourceResponse={Tags:[@Tag]}\n" \
	"ListTargetsByRuleResponse={Targets:[@Target] NextToken:s(1,2048)}\n" \
	"NetworkConfiguration={AwsvpcConfiguration:@AwsVpcConfiguration}\n" \
	"PartnerEventSource={Arn:s Name:s}\n" \
	"PartnerEventSourceAccount={Account:s(12,12) CreationTime:s ExpirationTime:s State:@EventSourceState}\n" \
	"PlacementConstraint={Type:@PlacementConstraintType Expression:s(,2000)}\n" \
	"PlacementConstraintType=\"distinctInstance|memberOf\"\n" \
	"PlacementStrategy={Type:@PlacementStrategyType Field:s(,255)}\n" \
	"PlacementStrategyType=\"random|spread|binpack\"\n" \
	"Primary={HealthCheck!:s(1,1600)}\n" \
	"PropagateTags=\"TASK_DEFINITION\"\n" \
	"PutEventsResponse={FailedEntryCount:n Entries:[@PutEventsResultEntry]}\n" \
	"PutEventsResultEntry={EventId:s(,64) ErrorCode:s ErrorMessage:s}\n" \
	"PutPartnerEventsResponse={FailedEntryCount:n Entries:[@PutPartnerEventsResultEntry]}\n" \
	"PutPartnerEventsResultEntry={EventId:s(,64) ErrorCode:s ErrorMessage:s}\n" \
	"PutRuleResponse={RuleArn:s(1,1600)}\n" \
	"PutTargetsResponse={FailedEntryCount:n FailedEntries:[@PutTargetsResultEntry]}\n" \
	"PutTargetsResultEntry={TargetId:s(1,64) ErrorCode:s ErrorMessage:s}\n" \
	"RedshiftDataParameters={SecretManagerArn:s(1,1600) Database!:s(1,64) DbUser:s(1,128) Sql!:s(1,100000)" \
	" StatementName:s(1,500) WithEvent:b}\n" \
	"RemoveTargetsResponse={FailedEntryCount:n FailedEntries:[@RemoveTargetsResultEntry]}\n" \
	"RemoveTargetsResultEntry={TargetId:s(1,64) ErrorCode:s ErrorMessage:s}\n" \
	"Replay={ReplayName:s(1,64) EventSourceArn:s(1,1600) State:@ReplayState StateReason:s(,512) EventStartTime:s" \
	" EventEndTime:s EventLastReplayedTime:s ReplayStartTime:s ReplayEndTime:s}\n" \
	"ReplayDestination={Arn!:s(1,1600) FilterArns:[s(1,1600)]}\n" \
	"ReplayState=\"STARTING|RUNNING|CANCELLING|COMPLETED|CANCELLED|FAILED\"\n" \
	"ReplicationConfig={State:@ReplicationState}\n" \
	"ReplicationState=\"ENABLED|DISABLED\"\n" \
	"RetryPolicy={MaximumRetryAttempts:n(0,185) MaximumEventAgeInSeconds:n(60,86400)}\n" \
	"RoutingConfig={FailoverConfig!:@FailoverConfig}\n" \
	"Rule={Name:s(1,64) Arn:s(1,1600) EventPattern:s(,4096) State:@RuleState Description:s(,512)" \
	" ScheduleExpression:s(,256) RoleArn:s(1,1600) ManagedBy:s(1,128) EventBusName:s(1,256)}\n" \
	"RuleState=\"ENABLED|DISABLED\"\n" \
	"RunCommandParameters={RunCommandTargets!:[@RunCommandTarget]}\n" \
	"RunCommandTarget={Key!:s(1,128) Values!:[s(1,256)]}\n" \
	"SageMakerPipelineParameter={Name!:s(1,256) Value!:s(,1024)}\n" \
	"SageMakerPipelineParameters={PipelineParameterList:[@SageMakerPipelineParameter]}\n" \
	"Secondary={Route!:s(9,20)}\n" \
	"SqsParameters={MessageGroupId:s(,100)}\n" \
	"StartReplayResponse={ReplayArn:s(1,1600) State:@ReplayState StateReason:s(,512) ReplayStartTime:s}\n" \
	"Tag={Key!:s(1,128) Value!:s(0,256)}\n" \
	"TagResourceResponse={}\n" \
	"Target={Id!:s(1,64) Arn!:s(1,1600) RoleArn:s(1,1600) Input:s(,8192) InputPath:s(,256)" \
	" InputTransformer:@InputTransformer KinesisParameters:@KinesisParameters" \
	" RunCommandParameters:@RunCommandParameters EcsParameters:@EcsParameters BatchParameters:@BatchParameters" \
	" SqsParameters:@SqsParameters HttpParameters:@HttpParameters RedshiftDataParameters:@RedshiftDataParameters" \
	" SageMakerPipelineParameters:@SageMakerPipelineParameters DeadLetterConfig:@DeadLetterConfig" \
	" RetryPolicy:@RetryPolicy}\n" \
	"TestEventPatternResponse={Result:b}\n" \
	"UntagResourceResponse={}\n" \
	"UpdateApiDestinationResponse={ApiDestinationArn:s(1,1600) ApiDestinationState:@ApiDestinationState" \
	" CreationTime:s LastModifiedTime:s}\n" \
	"UpdateArchiveResponse={ArchiveArn:s(1,1600) State:@ArchiveState StateReason:s(,512) CreationTime:s}\n" \
	"UpdateConnectionResponse={ConnectionArn:s(1,1600) ConnectionState:@ConnectionState CreationTime:s" \
	" LastModifiedTime:s LastAuthorizedTime:s}\n" \
	"UpdateEndpointResponse={Name:s(1,64) Arn:s(1,1600) RoutingConfig:@RoutingConfig" \
	" ReplicationConfig:@ReplicationConfig EventBuses:[@EndpointEventBus] RoleArn:s(1,256) EndpointId:s(1,50)" \
	" EndpointUrl:s(1,256) State:@EndpointState}\n"

#define MODEL_SNS \
	"!checkIfPhoneNumberIsOptedOut=@CheckIfPhoneNumberIsOptedOutResponse\n" \
	"!confirmSubscription=@ConfirmSubscriptionResponse\n" \
	"!createPlatformApplication=@CreatePlatformApplicationResponse\n" \
	"!createPlatformEndpoint=@CreateEndpointResponse\n" \
	"!createSMSSandboxPhoneNumber=@CreateSMSSandboxPhoneNumberResult\n" \
	"!createTopic=@CreateTopicResponse\n" \
	"!deleteSMSSandboxPhoneNumber=@DeleteSMSSandboxPhoneNumberResult\n" \
	"!getDataProtectionPolicy=@GetDataProtectionPolicyResponse\n" \
	"!getEndpointAttributes=@GetEndpointAttributesResponse\n" \
	"!getPlatformApplicationAttributes=@GetPlatformApplicationAttributesResponse\n" \
	"!getSMSAttributes=@GetSMSAttributesResponse\n" \
	"!getSMSSandboxAccountStatus=@GetSMSSandboxAccountStatusResult\n" \
	"!getSubscriptionAttributes=@GetSubscriptionAttributesResponse\n" \
	"!getTopicAttributes=@GetTopicAttributesResponse\n" \
	"!listEndpointsByPlatformApplication=@ListEndpointsByPlatformApplicationResponse\n" \
	"!listOriginationNumbers=@ListOriginationNumbersResult\n" \
	"!listPhoneNumbersOptedOut=@ListPhoneNumbersOptedOutResponse\n" \
	"!listPlatformApplications=@ListPlatformApplicationsResponse\n" \
	"!listSMSSandboxPhoneNumbers=@ListSMSSandboxPhoneNumbersResult\n" \
	"!listSubscriptions=@ListSubscriptionsResponse\n" \
	"!listSubscriptionsByTopic=@ListSubscriptionsByTopicResponse\n" \
	"!listTagsForResource=@ListTagsForResourceResponse\n" \
	"!listTopics=@ListTopicsResponse\n" \
	"!optInPhoneNumber=@OptInPhoneNumberResponse\n" \
	"!publish=@PublishResponse\n" \
	"!publishBatch=@PublishBatchResponse\n" \
	"!setSMSAttributes=@SetSMSAttributesResponse\n" \
	"!subscribe=@SubscribeResponse\n" \
	"!tagResource=@TagResourceResponse\n" \
	"!untagResource=@UntagResourceResponse\n" \
	"!verifySMSSandboxPhoneNumber=@VerifySMSSandboxPhoneNumberResult\n" \
	"BatchResultErrorEntry={Id!:s Code!:s Message:s SenderFault!:b}\n" \
	"CheckIfPhoneNumberIsOptedOutResponse={IsOptedOut:b}\n" \
	"ConfirmSubscriptionResponse={SubscriptionArn:s}\n" \
	"CreateEndpointResponse={EndpointArn:s}\n" \
	"CreatePlatformApplicationResponse={PlatformApplicationArn:s}\n" \
	"CreateSMSSandboxPhoneNumberResult={}\n" \
	"CreateTopicResponse={TopicArn:s}\n" \
	"DeleteSMSSandboxPhoneNumberResult={}\n" \
	"Endpoint={EndpointArn:s Attributes:<s>}\n" \
	"GetDataProtectionPolicyResponse={DataProtectionPolicy:s}\n" \
	"GetEndpointAttributesResponse={Attributes:<s>}\n" \
	"GetPlatformApplicationAttributesResponse={Attributes:<s>}\n" \
	"GetSMSAttributesResponse={Attributes:<s>}\n" \
	"GetSMSSandboxAccountStatusResult={IsInSandbox!:b}\n" \
	"GetSubscriptionAttributesResponse={Attributes:<s>}\n" \
	"GetTopicAttributesResponse={Attributes:<s>}\n" \
	"ListEndpointsByPlatformApplicationResponse={Endpoints:[@Endpoint] NextToken:s}\n" \
	"ListOriginationNumbersResult={NextToken:s PhoneNumbers:[@PhoneNumberInformation]}\n" \
	"ListPhoneNumbersOptedOutResponse={PhoneNumbers:[s] NextToken:s}\n" \
	"ListPlatformApplicationsResponse={PlatformApplications:[@PlatformApplication] NextToken:s}\n" \
	"ListSMSSandboxPhoneNumbersResult={PhoneNumbers!:[@SMSSandboxPhoneNumber] NextToken:s}\n" \
	"ListSubscriptionsByTopicResponse={Subscriptions:[@Subscription] NextToken:s}\n" \
	"ListSubscriptionsResponse={Subscriptions:[@Subscription] NextToken:s}\n" \
	"ListTagsForResourceResponse={Tags:[@Tag]}\n" \
	"ListTopicsResponse={Topics:[@Topic] NextToken:s}\n" \
	"NumberCapability=\"SMS|MMS|VOICE\"\n" \
	"OptInPhoneNumberResponse={}\n" \
	"PhoneNumberInformation={CreatedAt:s PhoneNumber:s Status:s Iso2CountryCode:s(,2) RouteType:@RouteType" \
	" NumberCapabilities:[@NumberCapability]}\n" \
	"PlatformApplication={PlatformApplicationArn:s Attributes:<s>}\n" \
	"PublishBatchResponse={Successful:[@PublishBatchResultEntry] Failed:[@BatchResultErrorEntry]}\n" \
	"PublishBatchResultEntry={Id:s MessageId:s SequenceNumber:s}\n" \
	"PublishResponse={MessageId:s SequenceNumber:s}\n" \
	"RouteType=\"Transactional|Promotional|Premium\"\n" \
	"SMSSandboxPhoneNumber={PhoneNumber:s(,20) Status:@SMSSandboxPhoneNumberVerificationStatus}\n" \
	"SMSSandboxPhoneNumberVerificationStatus=\"Pending|Verified\"\n" \
	"SetSMSAttributesResponse={}\n" \
	"SubscribeResponse={SubscriptionArn:s}\n" \
	"Subscription={SubscriptionArn:s Owner:s Protocol:s Endpoint:s TopicArn:s}\n" \
	"Tag={Key!:s(1,128) Value!:s(0,256)}\n" \
	"TagResourceResponse={}\n" \
	"Topic={TopicArn:s}\n" \
	"UntagResourceResponse={}\n" \
	"VerifySMSSandboxPhoneNumberResult={}\n"

#define MODEL_SQS \
	"!changeMessageVisibilityBatch=@ChangeMessageVisibilityBatchResult\n" \
	"!createQueue=@CreateQueueResult\n" \
	"!deleteMessageBatch=@DeleteMessageBatchResult\n" \
	"!getQueueAttributes=@GetQueueAttributesResult\n" \
	"!getQueueUrl=@GetQueueUrlResult\n" \
	"!listDeadLetterSourceQueues=@ListDeadLetterSourceQueuesResult\n" \
	"!listQueueTags=@ListQueueTagsResult\n" \
	"!listQueues=@ListQueuesResult\n" \
	"!receiveMessage=@ReceiveMessageResult\n" \
	"!sendMessage=@SendMessageResult\n" \
	"!sendMessageBatch=@SendMessageBatchResult\n" \
	"BatchResultErrorEntry={Id!:s SenderFault!:b Code!:s Message:s}\n" \
	"ChangeMessageVisibilityBatchResult={Successful!:[@ChangeMessageVisibilityBatchResultEntry]" \
	" Failed!:[@BatchResultErrorEntry]}\n" \
	"ChangeMessageVisibilityBatchResultEntry={Id!:s}\n" \
	"CreateQueueResult={QueueUrl:s}\n" \
	"DeleteMessageBatchResult={Successful!:[@DeleteMessageBatchResultEntry] Failed!:[@BatchResultErrorEntry]}\n" \
	"DeleteMessageBatchResultEntry={Id!:s}\n" \
	"GetQueueAttributesResult={Attributes:<s>}\n" \
	"GetQueueUrlResult={QueueUrl:s}\n" \
	"ListDeadLetterSourceQueuesResult={QueueUrls!:[s] NextToken:s}\n" \
	"ListQueueTagsResult={Tags:<s>}\n" \
	"ListQueuesResult={QueueUrls:[s] NextToken:s}\n" \
	"Message={MessageId:s ReceiptHandle:s MD5OfBody:s Body:s Attributes:<s> MD5OfMessageAttributes:s" \
	" MessageAttributes:<@MessageAttributeValue>}\n" \
	"MessageAttributeValue={StringValue:s BinaryValue:s StringListValues:[s] BinaryListValues:[s] DataType!:s}\n" \
	"ReceiveMessageResult={Messages:[@Message]}\n" \
	"SendMessageBatchResult={Successful!:[@SendMessageBatchResultEntry] Failed!:[@BatchResultErrorEntry]}\n" \
	"SendMessageBatchResultEntry={Id!:s MessageId!:s MD5OfMessageBody!:s MD5OfMessageAttributes:s" \
	" MD5OfMessageSystemAttributes:s SequenceNumber:s}\n" \
	"SendMessageResult={MD5OfMessageBody:s MD5OfMessageAttributes:s MD5OfMessageSystemAttributes:s MessageId:s" \
	" SequenceNumber:s}\n"

#define SERVICE_MODELS_MESSAGING \
	{"events", MODEL_EVENTS}, \
	{"aws-sdk:eventbridge", MODEL_EVENTS}, \
	{"sns", MODEL_SNS}, \
	{"aws-sdk:sns", MODEL_SNS}, \
	{"sqs", MODEL_SQS}, \
	{"aws-sdk:sqs", MODEL_SQS}

#endif							/* SFN_SERVICE_MODEL_MESSAGING_H */
